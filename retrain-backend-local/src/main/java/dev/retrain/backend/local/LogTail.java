package dev.retrain.backend.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The last lines of a log. */
final class LogTail {

  private static final int LINES = 20;
  private static final int BYTES = 16 * 1024;
  private static final int LINE_CHARACTERS = 1000;

  private LogTail() {}

  /** Returns at most the last 20 lines, each at most 1000 characters; none when there is no log. */
  static List<String> of(Path log) {
    try (SeekableByteChannel channel = Files.newByteChannel(log)) {
      long from = Math.max(0, channel.size() - BYTES);
      ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - from));
      channel.position(from);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // read on
      }
      List<String> lines =
          new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).lines().toList();
      return lines.subList(Math.max(0, lines.size() - LINES), lines.size()).stream()
          .map(line -> line.substring(0, Math.min(LINE_CHARACTERS, line.length())))
          .toList();
    } catch (IOException e) {
      return List.of("(the log " + log + " cannot be read: " + e + ")");
    }
  }
}
