package dev.retrain.backend.local;

import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.Submission;
import java.nio.file.Path;

/**
 * A run that is being driven here.
 *
 * @param services what it shares with other runs
 * @param folder where it lies
 * @param submission the submission
 * @param champion the folder bound to the champion
 * @param journal its journal
 * @param control what stops it
 */
record ActiveRun(
    RunServices services,
    RunFolder folder,
    Submission submission,
    Path champion,
    Journal journal,
    RunControl control) {

  StepFolder folderOf(Step step) {
    return folder.folderOf(step, submission, champion);
  }

  JournalEntry entry(JournalEntry.Event event, Step step, int attempt) {
    return JournalEntry.of(services.clock().instant(), event).step(step.name(), attempt);
  }
}
