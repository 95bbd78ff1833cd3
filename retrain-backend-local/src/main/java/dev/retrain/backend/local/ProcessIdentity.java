package dev.retrain.backend.local;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process by number and start: a number alone is given again.
 *
 * @param pid its number
 * @param started when, where the system says so
 */
record ProcessIdentity(long pid, Optional<Instant> started) {

  // Start times are computed from the boot time, which moves when the clock is set.
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  static final Shape<ProcessIdentity> SHAPE = shape();

  static ProcessIdentity of(ProcessHandle process) {
    return new ProcessIdentity(process.pid(), process.info().startInstant());
  }

  /** The process, if it still is the same. */
  Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame);
  }

  private boolean isSame(ProcessHandle other) {
    Optional<Instant> now = other.info().startInstant();
    return started.isPresent()
        && now.isPresent()
        && Duration.between(started.get(), now.get()).abs().compareTo(TOLERANCE) <= 0;
  }

  private static Shape<ProcessIdentity> shape() {
    ObjectShape.Builder<ProcessIdentity> process = ObjectShape.named("Process");
    var pid =
        process.required(
            "pid", Shapes.integer(1, Long.MAX_VALUE), ProcessIdentity::pid, "its number");
    var started =
        process.maybe("started", Shapes.instant(), ProcessIdentity::started, "when it began");
    return process.build(f -> new ProcessIdentity(f.get(pid), f.find(started)));
  }
}
