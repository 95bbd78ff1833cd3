package dev.retrain.backend.local;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.backend.local.process.ProcessIdentity;
import dev.retrain.steps.folder.FolderTree;
import java.time.Instant;
import java.util.Optional;

/**
 * One event of a run.
 *
 * @param at when
 * @param event what happened
 * @param step to which step; empty for the run as a whole
 * @param attempt of the step, from 1; 0 where there is none
 * @param process that was started, or that drives the run
 * @param size of the outputs when the step ended: the journal is not forced to the disk at every
 *     event, so after a power cut a step counts as ended only if its outputs are all there
 * @param message more about it
 * @param folder where the attempt worked, below the run's folder; empty for the step's own
 */
record JournalEntry(
    Instant at,
    Event event,
    Optional<String> step,
    int attempt,
    Optional<ProcessIdentity> process,
    Optional<FolderTree.Size> size,
    Optional<String> message,
    Optional<String> folder) {

  /** What can happen. */
  enum Event {
    /** A process started to drive the run, or resumed it. */
    OWNED,
    /** The run had failed and goes on; the message names the request. */
    RESUMED,
    STARTED,
    /** An attempt that another process had started is waited for by this one. */
    ADOPTED,
    /** An attempt failed and another follows. */
    RETRIED,
    SUCCEEDED,
    CACHED,
    FAILED,
    SKIPPED,
    CANCELLED
  }

  static final Shape<JournalEntry> SHAPE = shape();

  static JournalEntry of(Instant at, Event event) {
    return new JournalEntry(
        at,
        event,
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  JournalEntry step(String name, int number) {
    return new JournalEntry(at, event, Optional.of(name), number, process, size, message, folder);
  }

  JournalEntry process(Optional<ProcessIdentity> started) {
    return new JournalEntry(at, event, step, attempt, started, size, message, folder);
  }

  JournalEntry size(FolderTree.Size outputs) {
    return new JournalEntry(
        at, event, step, attempt, process, Optional.of(outputs), message, folder);
  }

  JournalEntry message(String text) {
    return new JournalEntry(at, event, step, attempt, process, size, Optional.of(text), folder);
  }

  JournalEntry folder(String where) {
    return new JournalEntry(at, event, step, attempt, process, size, message, Optional.of(where));
  }

  private static Shape<JournalEntry> shape() {
    ObjectShape.Builder<JournalEntry> all = ObjectShape.named("JournalEntry");
    var at = all.required("at", Shapes.instant(), JournalEntry::at, "when");
    var event =
        all.required("event", Shapes.choice(Event.class), JournalEntry::event, "what happened");
    var step = all.maybe("step", Shapes.text(), JournalEntry::step, "to which step");
    var attempt =
        all.optional(
            "attempt", Shapes.integer(0, 1000), 0L, e -> (long) e.attempt(), "of the step");
    var process =
        all.maybe("process", ProcessIdentity.SHAPE, JournalEntry::process, "that was started");
    var size = all.maybe("size", sizeShape(), JournalEntry::size, "of the outputs");
    var message = all.maybe("message", Shapes.text(), JournalEntry::message, "more about it");
    var folder =
        all.maybe("folder", Shapes.text(), JournalEntry::folder, "where the attempt worked");
    return all.build(
        f ->
            new JournalEntry(
                f.get(at),
                f.get(event),
                f.find(step),
                Math.toIntExact(f.get(attempt)),
                f.find(process),
                f.find(size),
                f.find(message),
                f.find(folder)));
  }

  private static Shape<FolderTree.Size> sizeShape() {
    ObjectShape.Builder<FolderTree.Size> size = ObjectShape.named("Size");
    var files =
        size.required(
            "files", Shapes.integer(0, Long.MAX_VALUE), FolderTree.Size::files, "how many");
    var bytes =
        size.required("bytes", Shapes.integer(0, Long.MAX_VALUE), FolderTree.Size::bytes, "in all");
    return size.build(f -> new FolderTree.Size(f.get(files), f.get(bytes)));
  }
}
