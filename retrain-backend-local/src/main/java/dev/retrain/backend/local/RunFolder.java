package dev.retrain.backend.local;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.ArtifactKind;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.Submission;
import dev.retrain.steps.folder.DurableFile;
import dev.retrain.steps.folder.FolderLock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The folder of one run: {@code submission.json} (what is run), {@code journal.jsonl} (what
 * happened), {@code result.json} (how it ended; a run has ended exactly when it is there), {@code
 * owner.lock} (held while a process drives the run), {@code cancel.requested}, and a folder per
 * step. Names with a dot are ours, since no step has one.
 *
 * @param path absolute
 * @param pipeline the pipeline's name
 * @param key the run's key
 */
record RunFolder(Path path, String pipeline, RunKey key) {

  private static final Duration PATIENCE = Duration.ofMillis(300);

  static RunFolder of(Path artifactRoot, String pipeline, RunKey key) {
    return new RunFolder(artifactRoot.resolve(pipeline).resolve(key.value()), pipeline, key);
  }

  RunHandle handle() {
    return new RunHandle(key, pipeline + "/" + key);
  }

  Journal journal() {
    return new Journal(path.resolve("journal.jsonl"));
  }

  boolean exists() {
    return Files.exists(submissionFile());
  }

  RecordedSubmission submission() {
    return DocumentReader.of(
        RecordedSubmission.SHAPE, Documents.read(submissionFile()), submissionFile().toString());
  }

  void write(RecordedSubmission submission) throws IOException {
    DurableFile.write(submissionFile(), Documents.json(RecordedSubmission.SHAPE.write(submission)));
  }

  Optional<RunResult> result() {
    Path file = path.resolve("result.json");
    return Files.exists(file)
        ? Optional.of(DocumentReader.of(RunResult.SHAPE, Documents.read(file), file.toString()))
        : Optional.empty();
  }

  boolean hasEnded() {
    return Files.exists(path.resolve("result.json"));
  }

  void write(RunResult result) throws IOException {
    DurableFile.write(path.resolve("result.json"), Documents.json(RunResult.SHAPE.write(result)));
  }

  /** Keeps how a run ended that goes on, such as {@code result-1.json}. */
  void setResultAside(int number) throws IOException {
    Files.move(path.resolve("result.json"), path.resolve("result-" + number + ".json"));
  }

  /** Takes the right to drive the run; empty while another driver, here or elsewhere, has it. */
  Optional<FolderLock> own() throws IOException {
    return FolderLock.lock(path.resolve("owner.lock"), PATIENCE);
  }

  boolean isOwned() throws IOException {
    return FolderLock.isHeld(path.resolve("owner.lock"));
  }

  void requestCancel() throws IOException {
    DurableFile.write(path.resolve("cancel.requested"), "");
  }

  boolean cancelRequested() {
    return Files.exists(path.resolve("cancel.requested"));
  }

  Path step(String name) {
    return path.resolve(name);
  }

  /** Returns where an artifact written by a step lies; checks have no content and no folder. */
  Path artifact(Step writer, String artifact) {
    return step(writer.name()).resolve(artifact);
  }

  /** Returns what goes into a step of this run and where its results go. */
  StepFolder folderOf(Step step, Submission submission, Path champion) {
    Pipeline definition = submission.pipeline();
    Map<String, Path> inputs = new TreeMap<>();
    Map<String, Path> outputs = new TreeMap<>();
    for (Artifact<?> read : step.task().wiring().reads()) {
      if (read.kind() != ArtifactKind.CHECK) {
        inputs.put(
            read.name(),
            definition
                .writerOf(read.name())
                .map(writer -> artifact(writer, read.name()))
                .orElse(champion));
      }
    }
    for (Artifact<?> written : step.task().wiring().writes()) {
      if (written.kind() != ArtifactKind.CHECK) {
        outputs.put(written.name(), artifact(step, written.name()));
      }
    }
    return new StepFolder(
        step.name(),
        step(step.name()),
        inputs,
        outputs,
        Parameters.of(step, submission),
        step.task().wiring().hyperparameters());
  }

  /** Returns every artifact of the pipeline and where it lies. */
  Map<String, URI> artifacts(Pipeline definition) {
    Map<String, URI> all = new TreeMap<>();
    for (Step step : definition.steps()) {
      for (Artifact<?> written : step.task().wiring().writes()) {
        if (written.kind() != ArtifactKind.CHECK) {
          all.put(written.name(), artifact(step, written.name()).toUri());
        }
      }
    }
    return all;
  }

  private Path submissionFile() {
    return path.resolve("submission.json");
  }
}
