package dev.retrain.runtime.node;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * The process behind a node, so that others on the same machine see that it has ended.
 *
 * @param machine where the process number means this process; empty where that cannot be told
 * @param began when it did, by the operating system
 */
record Incarnation(String machine, long pid, Instant began) {

  static final Incarnation UNKNOWN = new Incarnation("", 0, Instant.EPOCH);

  /** When a process began is computed from the boot time, which clock corrections move a little. */
  private static final Duration BLUR = Duration.ofMinutes(1);

  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path NUMBERS = Path.of("/proc/self/ns/pid");

  /** This process. */
  static Incarnation here() {
    ProcessHandle self = ProcessHandle.current();
    return self.info()
        .startInstant()
        .map(began -> new Incarnation(thisMachine(), self.pid(), began))
        .orElse(UNKNOWN);
  }

  /** The boot of this machine and the name space of its process numbers; known on Linux alone. */
  private static String thisMachine() {
    try {
      return Files.readString(BOOT).strip() + " " + Files.readSymbolicLink(NUMBERS);
    } catch (IOException | UnsupportedOperationException | SecurityException e) {
      return "";
    }
  }

  /** Returns whether it ran on this one's machine and has ended; false where that is unknown. */
  boolean hasEndedBeside(Incarnation here) {
    return !machine.isEmpty()
        && machine.equals(here.machine)
        && ProcessHandle.of(pid)
            .flatMap(process -> process.info().startInstant())
            .map(start -> start.isAfter(began.plus(BLUR))) // the number is another process's now
            .orElse(ProcessHandle.of(pid).isEmpty());
  }

  static ObjectShape<Incarnation> shape() {
    ObjectShape.Builder<Incarnation> all = ObjectShape.named("Incarnation");
    var machine = all.required("machine", Shapes.text(), Incarnation::machine, "boot");
    var pid = all.required("pid", Shapes.integer(0, Long.MAX_VALUE), Incarnation::pid, "process");
    var began = all.required("began", Shapes.instant(), Incarnation::began, "when");
    return all.build(f -> new Incarnation(f.get(machine), f.get(pid), f.get(began)));
  }

  @Override
  public String toString() {
    return equals(UNKNOWN) ? "an unknown process" : "process " + pid + " begun at " + began;
  }
}
