package dev.retrain.runtime.audit;

import dev.retrain.api.error.RetrainException;
import dev.retrain.spi.state.StateStore.LogEntry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks the lines of an export up to the first that was changed. */
final class AuditCheck {

  private final List<String> lines;
  private final @Nullable VerificationKey key;
  private final Map<String, Chain> chains = new TreeMap<>();
  private final Map<String, Set<Long>> later = new HashMap<>();
  private String current = "";

  /** Holds how far a chain was followed. */
  private record Chain(LogEntry last, long signed) {}

  AuditCheck(List<String> lines, @Nullable VerificationKey key) {
    this.lines = lines;
    this.key = key;
    lines.forEach(
        line ->
            entry(line)
                .ifPresent(
                    found ->
                        later
                            .computeIfAbsent(name(found), n -> new HashSet<>())
                            .add(found.sequence())));
  }

  AuditLog.Check run() {
    for (int i = 0; i < lines.size(); i++) {
      Optional<AuditLog.Break> broken = check(lines.get(i), i + 1);
      if (broken.isPresent()) {
        return new AuditLog.Check(lines.size(), ends(), broken);
      }
    }
    return new AuditLog.Check(lines.size(), ends(), unsigned());
  }

  private Optional<AuditLog.Break> check(String line, int number) {
    Optional<LogEntry> found = entry(line);
    if (found.isEmpty()) {
      return Optional.of(unreadable(number));
    }
    LogEntry entry = found.get();
    Chain before = chains.get(name(entry));
    current = name(entry);
    Optional<AuditLog.Break> broken =
        changed(line, entry, number)
            .or(() -> misplaced(entry, before, number))
            .or(() -> unlinked(entry, before, number))
            .or(() -> unsigned(entry, before, number));
    long signed = before == null ? 0 : before.signed();
    chains.put(current, new Chain(entry, signed + (entry.signature().isPresent() ? 1 : 0)));
    return broken;
  }

  private AuditLog.Break unreadable(int number) {
    Chain chain = chains.get(current);
    long expected = chain == null ? 1 : chain.last().sequence() + 1;
    String where = current.isEmpty() ? "the first entry" : current + " entry " + expected;
    return new AuditLog.Break(
        number,
        current,
        expected,
        AuditLog.Fault.CHANGED,
        "no entry can be read where " + where + " belongs");
  }

  private static Optional<AuditLog.Break> changed(String line, LogEntry entry, int number) {
    return line.equals(AuditLine.of(entry)) && entry.intact()
        ? Optional.empty()
        : broken(entry, number, AuditLog.Fault.CHANGED, "was changed");
  }

  private Optional<AuditLog.Break> misplaced(LogEntry entry, @Nullable Chain before, int number) {
    long expected = before == null ? 1 : before.last().sequence() + 1;
    if (entry.sequence() == expected) {
      return Optional.empty();
    }
    boolean elsewhere =
        entry.sequence() < expected || later.getOrDefault(name(entry), Set.of()).contains(expected);
    String why = " stands where entry " + expected + " belongs";
    return elsewhere
        ? broken(entry, number, AuditLog.Fault.REORDERED, why.strip() + ": the order was changed")
        : Optional.of(
            new AuditLog.Break(
                number,
                name(entry),
                expected,
                AuditLog.Fault.MISSING,
                name(entry)
                    + " entry "
                    + expected
                    + " is missing: entry "
                    + entry.sequence()
                    + " stands in its place"));
  }

  private static Optional<AuditLog.Break> unlinked(
      LogEntry entry, @Nullable Chain before, int number) {
    String link = before == null ? LogEntry.NO_HASH : before.last().hash();
    return entry.previousHash().equals(link)
        ? Optional.empty()
        : broken(entry, number, AuditLog.Fault.CHANGED, "does not follow the entry before it");
  }

  /** Accepts unsigned entries before the first signed one, which holds their hash. */
  private Optional<AuditLog.Break> unsigned(LogEntry entry, @Nullable Chain before, int number) {
    VerificationKey wanted = key;
    if (wanted == null) {
      return Optional.empty();
    }
    if (entry.signature().isEmpty()) {
      return before == null || before.signed() == 0
          ? Optional.empty()
          : broken(entry, number, AuditLog.Fault.UNSIGNED, "is not signed, entries before it are");
    }
    return wanted.verifies(entry.hash(), entry.signature().get())
        ? Optional.empty()
        : broken(entry, number, AuditLog.Fault.UNSIGNED, "is not signed with the key");
  }

  /** Reports a chain without any signature. */
  private Optional<AuditLog.Break> unsigned() {
    return key == null
        ? Optional.empty()
        : chains.values().stream()
            .filter(chain -> chain.signed() == 0)
            .findFirst()
            .flatMap(
                chain ->
                    broken(
                        chain.last(),
                        lines.size(),
                        AuditLog.Fault.UNSIGNED,
                        "is not signed with the key, nor is any before it"));
  }

  private List<AuditLog.ChainEnd> ends() {
    return chains.values().stream()
        .map(
            chain ->
                new AuditLog.ChainEnd(
                    name(chain.last()),
                    chain.last().sequence(),
                    chain.last().hash(),
                    chain.signed()))
        .toList();
  }

  private static Optional<AuditLog.Break> broken(
      LogEntry entry, int line, AuditLog.Fault fault, String why) {
    return Optional.of(
        new AuditLog.Break(
            line,
            name(entry),
            entry.sequence(),
            fault,
            name(entry) + " entry " + entry.sequence() + " " + why));
  }

  private static String name(LogEntry entry) {
    return entry.decision().retraining();
  }

  private static Optional<LogEntry> entry(String line) {
    try {
      return Optional.of(AuditLine.parse(line, "the entry"));
    } catch (RetrainException e) {
      return Optional.empty();
    }
  }
}
