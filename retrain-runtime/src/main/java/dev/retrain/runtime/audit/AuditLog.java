package dev.retrain.runtime.audit;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.state.Decision;
import dev.retrain.api.state.StateStore;
import dev.retrain.api.state.StateStore.LogEntry;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Exports the decision log, checks an export, and explains a version from it. */
public final class AuditLog {

  /**
   * What a check found.
   *
   * @param entries how many were read
   * @param broken the first entry that is not as it was written, and why; empty when none
   */
  public record Check(long entries, Optional<String> broken) {
    /** Whether every entry is as it was written and none is missing before the last. */
    public boolean intact() {
      return broken.isEmpty();
    }
  }

  private AuditLog() {}

  /** Writes the decisions of retrainings, one chain after the other, in place of the file. */
  public static void export(StateStore store, List<String> retrainings, Path file) {
    export(store, retrainings, file, null);
  }

  /** Writes the decisions of retrainings, each entry signed with an Ed25519 key. */
  public static void exportSigned(
      StateStore store, List<String> retrainings, Path file, PrivateKey key) {
    export(store, retrainings, file, key);
  }

  private static void export(
      StateStore store, List<String> retrainings, Path file, @Nullable PrivateKey key) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try (BufferedWriter out = Files.newBufferedWriter(file)) {
        for (String retraining : retrainings) {
          for (LogEntry entry : store.history(retraining, 0)) {
            Optional<String> signature =
                Optional.ofNullable(key).map(k -> Signing.sign(entry.hash(), k));
            out.write(new AuditLine(entry, signature).toJson());
            out.write('\n');
          }
        }
      }
    } catch (IOException e) {
      throw new ConfigurationProblem(
          "asked to write the decision log to " + file + ", got " + e,
          FailureContext.hint("name a file that can be written"),
          e);
    }
  }

  /**
   * Reads an export.
   *
   * @throws RetrainException if the file cannot be read or an entry is no entry
   */
  public static List<LogEntry> read(Path file) {
    List<LogEntry> entries = new ArrayList<>();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      entries.add(AuditLine.parse(lines.get(i), file + " line " + (i + 1)).entry());
    }
    return entries;
  }

  /**
   * Checks an export: any byte changed, any entry missing before the last or out of order is found,
   * and the first such entry named. Entries missing at the end cannot be seen from the file alone.
   *
   * @throws ConfigurationProblem if the file cannot be read
   */
  public static Check verify(Path file) {
    return check(file, null);
  }

  /**
   * Checks an export and every entry's signature.
   *
   * @throws ConfigurationProblem if the file cannot be read
   */
  public static Check verifySigned(Path file, PublicKey key) {
    return check(file, key);
  }

  private static Check check(Path file, @Nullable PublicKey key) {
    Map<String, LogEntry> last = new HashMap<>();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      Optional<String> problem = problem(lines.get(i), last, key);
      if (problem.isPresent()) {
        return new Check(lines.size(), Optional.of("line " + (i + 1) + ": " + problem.get()));
      }
    }
    return new Check(lines.size(), Optional.empty());
  }

  private static Optional<String> problem(
      String line, Map<String, LogEntry> last, @Nullable PublicKey key) {
    AuditLine parsed;
    try {
      parsed = AuditLine.parse(line, "the entry");
    } catch (RetrainException e) {
      return Optional.of("it is no entry");
    }
    LogEntry entry = parsed.entry();
    String name = entry.decision().retraining() + " entry " + entry.sequence();
    LogEntry before = last.put(entry.decision().retraining(), entry);
    long expected = before == null ? 1 : before.sequence() + 1;
    String link = before == null ? LogEntry.NO_HASH : before.hash();
    if (!line.equals(parsed.toJson()) || !entry.intact()) {
      return Optional.of(name + " was changed");
    } else if (entry.sequence() != expected) {
      return Optional.of(name + " stands where entry " + expected + " belongs");
    } else if (!entry.previousHash().equals(link)) {
      return Optional.of(name + " does not follow the entry before it");
    } else if (key != null && !signed(parsed, key)) {
      return Optional.of(name + " is not signed with the key");
    }
    return Optional.empty();
  }

  private static boolean signed(AuditLine line, PublicKey key) {
    return line.signature()
        .map(signature -> Signing.verifies(line.entry().hash(), signature, key))
        .orElse(false);
  }

  /**
   * The decisions that led to a version and what became of it, in order.
   *
   * @param version as the registry names it
   */
  public static List<LogEntry> why(List<LogEntry> log, String version) {
    Set<String> runs =
        log.stream()
            .map(LogEntry::decision)
            .filter(decision -> decision.version().equals(Optional.of(version)))
            .flatMap(decision -> decision.runKey().stream())
            .collect(Collectors.toSet());
    return log.stream().filter(entry -> concerns(entry.decision(), version, runs)).toList();
  }

  private static boolean concerns(Decision decision, String version, Set<String> runs) {
    return decision.version().equals(Optional.of(version))
        || (decision.version().isEmpty() && decision.runKey().map(runs::contains).orElse(false));
  }

  private static List<String> lines(Path file) {
    try {
      // Bytes that are no UTF-8 become characters no entry was written with: found, not refused.
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      if (text.isEmpty()) {
        return List.of();
      }
      List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
      if (lines.get(lines.size() - 1).isEmpty()) {
        lines.remove(lines.size() - 1);
      }
      return lines;
    } catch (IOException e) {
      throw new ConfigurationProblem(
          "asked to read the decision log " + file + ", got " + e,
          FailureContext.hint("check the path"),
          e);
    }
  }
}
