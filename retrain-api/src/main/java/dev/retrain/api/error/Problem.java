package dev.retrain.api.error;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * An error or a doubtful point in a definition: where it is, what is wrong, and how to fix it.
 *
 * @param severity whether it prevents the definition from being used
 * @param code a stable short name, such as {@code duplicate-step}, for tests and suppressions
 * @param path its place in the definition, such as {@code steps[2].reads}; empty for the definition
 *     as a whole
 * @param subject the part concerned, such as {@code step train}
 * @param what what is wrong
 * @param fix what to do about it
 * @param location line and column in the source text, where there is one
 */
public record Problem(
    Severity severity,
    String code,
    String path,
    String subject,
    String what,
    String fix,
    Optional<Location> location) {

  /** Whether a problem prevents a definition from being used. */
  public enum Severity {
    ERROR,
    WARNING
  }

  /**
   * A position in a source text.
   *
   * @param source file name or another name of the text
   * @param line 1-based
   * @param column 1-based
   */
  public record Location(String source, int line, int column) {
    @Override
    public String toString() {
      return source + ":" + line + ":" + column;
    }
  }

  /** Checks that nothing is missing. */
  public Problem {
    requireNonNull(severity);
    requireNonNull(code);
    requireNonNull(path);
    requireNonNull(subject);
    requireNonNull(what);
    requireNonNull(fix);
    requireNonNull(location);
  }

  /** Returns a problem that prevents the definition from being used, without a position. */
  public static Problem error(String code, String path, String subject, String what, String fix) {
    return new Problem(Severity.ERROR, code, path, subject, what, fix, Optional.empty());
  }

  /**
   * Returns a doubtful point that does not prevent the definition from being used, without a
   * position.
   */
  public static Problem warning(String code, String path, String subject, String what, String fix) {
    return new Problem(Severity.WARNING, code, path, subject, what, fix, Optional.empty());
  }

  /** Returns a copy at a position of a source text. */
  public Problem at(Location place) {
    return new Problem(severity, code, path, subject, what, fix, Optional.of(place));
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** Returns one line for people: position, subject, what is wrong, fix. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder();
    location.ifPresent(place -> line.append(place).append(": "));
    line.append(severity == Severity.ERROR ? "error: " : "warning: ");
    if (!subject.isEmpty()) {
      line.append(subject).append(": ");
    }
    line.append(what);
    if (!path.isEmpty()) {
      line.append(" [").append(path).append(']');
    }
    return line.append(". ").append(fix).toString();
  }
}
