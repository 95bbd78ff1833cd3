package dev.retrain.cli;

import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.ReadOptions;
import dev.retrain.drift.data.Roles;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options of the data commands that give the roles of the columns of raw files. */
final class ColumnOptions {

  @Spec(Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  @Option(
      names = "--sensitive",
      paramLabel = "COLUMN",
      split = ",",
      description = "Shows no value, extreme, category or example of these columns; repeatable.")
  private List<String> sensitive = List.of();

  @Option(
      names = "--role",
      paramLabel = "COLUMN=ROLE",
      description =
          "What columns are: feature, prediction, target, id, time or sensitive; repeatable.")
  private List<String> assignments = List.of();

  @Option(
      names = "--missing",
      paramLabel = "TOKEN",
      split = ",",
      description =
          "Cells that mean missing, beside NA, N/A, <NA>, null, None, \\N, #N/A and the like;"
              + " repeatable.")
  private List<String> missing = List.of();

  @Option(
      names = "--separator",
      paramLabel = "CHARACTER",
      description = "What separates the cells of a CSV file, tab for a tab; found unless given.")
  private @Nullable String separator;

  /** Returns the roles given. */
  Roles roles() {
    Roles roles = parsed();
    for (String column : sensitive) {
      roles = roles.with(column.strip(), ColumnRole.SENSITIVE);
    }
    return roles;
  }

  private Roles parsed() {
    try {
      return Roles.parse(String.join(",", assignments));
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(command.commandLine(), "--role: " + wrong.getMessage(), wrong);
    }
  }

  /** Returns how raw files are read. */
  ReadOptions reading() {
    return reading(ReadOptions.standard()).roles(roles());
  }

  /** Returns how raw files are read, beside what other options say of kinds and roles. */
  ReadOptions reading(ReadOptions options) {
    ReadOptions all = options.alsoMissing(Set.copyOf(missing));
    if (separator == null) {
      return all;
    }
    String given = separator.equals("tab") || separator.equals("\\t") ? "\t" : separator;
    if (given.length() != 1 || given.charAt(0) > 127 || "\r\n\"".contains(given)) {
      throw new ParameterException(
          command.commandLine(), "--separator takes one character, or tab, not '" + given + "'");
    }
    return all.separator(given.charAt(0));
  }

  /** Refuses a role of a column that is not there: a slip of the pen would show what is hidden. */
  void requireAllIn(Collection<String> columns, Path file) {
    for (String name : roles().names()) {
      if (!columns.contains(name)) {
        throw new ParameterException(
            command.commandLine(),
            "a role was given to column '%s', but '%s' has the columns %s"
                .formatted(name, file, columns));
      }
    }
  }
}
