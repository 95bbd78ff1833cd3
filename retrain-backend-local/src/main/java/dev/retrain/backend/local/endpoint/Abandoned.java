package dev.retrain.backend.local.endpoint;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Notes which model server belongs to which process, in a file beside the server's log, so that the
 * next process to serve models ends what one that was killed has left behind. A server under {@link
 * Guardian} has ended by itself; this is for where there is none.
 */
final class Abandoned {

  private static final String SUFFIX = ".process";

  // Start times are computed from the boot time, which moves when the clock is set.
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private Abandoned() {}

  /** Notes a server of this process. */
  static void note(Path log, ProcessHandle server) throws IOException {
    Files.write(beside(log), List.of(words(ProcessHandle.current()), words(server)));
  }

  static void forget(Path log) throws IOException {
    Files.deleteIfExists(beside(log));
  }

  private static Path beside(Path log) {
    return log.resolveSibling(log.getFileName() + SUFFIX);
  }

  private static String words(ProcessHandle process) {
    return process.pid() + " " + process.info().startInstant().map(Instant::toString).orElse("");
  }

  /** Ends the servers noted in a folder whose process is gone. */
  static void sweep(Path folder) {
    try (DirectoryStream<Path> notes =
        Files.newDirectoryStream(folder, "retrain-model-*" + SUFFIX)) {
      for (Path note : notes) {
        sweepOne(note);
      }
    } catch (IOException e) {
      EndpointLog.leftBehind(folder, e);
    }
  }

  private static void sweepOne(Path note) {
    try {
      List<String> lines = Files.readAllLines(note);
      if (lines.size() == 2 && find(lines.get(0)).isEmpty()) {
        find(lines.get(1))
            .ifPresent(
                server -> {
                  server.descendants().forEach(ProcessHandle::destroyForcibly);
                  server.destroyForcibly();
                });
        Files.deleteIfExists(note);
      }
    } catch (IOException | RuntimeException e) { // somebody else's, or being written just now
      EndpointLog.leftBehind(note, e);
    }
  }

  /** The process that was noted, if it still is the same. */
  private static Optional<ProcessHandle> find(String words) {
    String[] parts = words.split(" ", 2);
    return ProcessHandle.of(Long.parseLong(parts[0]))
        .filter(ProcessHandle::isAlive)
        .filter(
            process ->
                process
                    .info()
                    .startInstant()
                    .map(at -> Duration.between(Instant.parse(parts[1]), at).abs())
                    .filter(apart -> apart.compareTo(TOLERANCE) <= 0)
                    .isPresent());
  }
}
