package dev.retrain.backend.local;

import dev.retrain.backend.local.process.ChildEnvironment;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Replaces known secret values by {@code ***} in what a step printed, before it is kept. Values of
 * fewer than four characters are left alone: they would blank out ordinary words. A value is found
 * as it is, not encoded or split.
 */
final class Masking {

  private static final int SHORTEST = 4;
  private static final int BLOCK = 1 << 16;
  private static final String MASK = "***";

  /** Values of variables that switch something on or off, whatever their name speaks of. */
  private static final Set<String> SWITCHES = Set.of("true", "false", "none", "null");

  /** Longest first, so that a value is not left over in parts when another is the start of it. */
  private final List<String> values;

  private Masking(Collection<String> values) {
    this.values =
        values.stream()
            .flatMap(String::lines)
            .map(String::strip)
            .filter(value -> value.length() >= SHORTEST && !SWITCHES.contains(value))
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /**
   * Returns what masks the secrets of a step and those of this process.
   *
   * @param secrets of the step
   * @param environment of this process
   */
  static Masking of(Collection<String> secrets, Map<String, String> environment) {
    List<String> all = new ArrayList<>(secrets);
    all.addAll(ChildEnvironment.secretValues(environment));
    return new Masking(all);
  }

  /** Returns a text without secrets. */
  String mask(String text) {
    return mask(text, values);
  }

  private static String mask(String text, List<String> hidden) {
    String masked = text;
    for (String value : hidden) {
      masked = masked.replace(value, MASK);
    }
    return masked;
  }

  /** Rewrites a log that holds a secret; any other is left as it is. */
  void maskFile(Path log) throws IOException {
    if (values.isEmpty() || !Files.isRegularFile(log)) {
      return;
    }
    // One character per byte: the file may be cut in the middle of a letter, or be no text at all.
    List<String> hidden = values.stream().map(Masking::asBytes).toList();
    Path masked = log.resolveSibling(log.getFileName() + ".part");
    if (copy(log, masked, hidden)) {
      Files.move(masked, log, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.deleteIfExists(masked);
    }
  }

  private static String asBytes(String value) {
    return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static boolean copy(Path from, Path to, List<String> hidden) throws IOException {
    int overlap = hidden.get(0).length() - 1;
    boolean found = false;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(from));
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(to))) {
      String pending = "";
      while (true) {
        byte[] block = in.readNBytes(BLOCK);
        String text = pending + new String(block, StandardCharsets.ISO_8859_1);
        String masked = mask(text, hidden);
        found |= !masked.equals(text);
        // A secret may go on in the next block: its length less one is held back.
        int whole = block.length < BLOCK ? masked.length() : Math.max(0, masked.length() - overlap);
        out.write(masked.substring(0, whole).getBytes(StandardCharsets.ISO_8859_1));
        pending = masked.substring(whole);
        if (block.length < BLOCK) {
          return found;
        }
      }
    }
  }
}
