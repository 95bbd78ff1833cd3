package dev.retrain.steps;

import java.util.ArrayList;
import java.util.List;

/**
 * How a component is called: the content of its help and of its documentation.
 *
 * @param purpose in one sentence
 * @param reads the artifacts it reads, in order
 * @param writes the artifacts it writes, in order
 * @param options in the order they are shown
 */
record Usage(String purpose, String reads, String writes, List<Option> options) {

  /**
   * One flag with a value.
   *
   * @param name without the hyphens
   * @param value what is given, as a placeholder or the choice there is
   * @param required whether the component fails without it
   * @param meaning with its default where it has one
   */
  record Option(String name, String value, boolean required, String meaning) {}

  private static final int COLUMN = 28;

  Usage {
    options = List.copyOf(options);
  }

  static Usage of(String purpose, String reads, String writes) {
    return new Usage(purpose, reads, writes, List.of());
  }

  Usage required(String name, String value, String meaning) {
    return with(new Option(name, value, true, meaning));
  }

  Usage optional(String name, String value, String meaning) {
    return with(new Option(name, value, false, meaning));
  }

  private Usage with(Option option) {
    List<Option> all = new ArrayList<>(options);
    all.add(option);
    return new Usage(purpose, reads, writes, all);
  }

  /** Returns the lines of {@code --help}. */
  String text(String component) {
    StringBuilder text = new StringBuilder(component + ": " + purpose + "\n");
    text.append("  reads   ").append(reads).append('\n');
    text.append("  writes  ").append(writes).append('\n');
    for (Option option : options) {
      String flag = "  --" + option.name() + " " + option.value();
      text.append(flag)
          .append(" ".repeat(Math.max(1, COLUMN - flag.length())))
          .append(option.required() ? "required: " : "")
          .append(option.meaning())
          .append('\n');
    }
    text.append("  --reads, --writes, --takes  name:kind,... and then --name value for each\n");
    return text.toString();
  }

  /** Returns the rows of the table in the documentation. */
  String markdown(String component) {
    StringBuilder rows = new StringBuilder();
    rows.append(
        "| `%s` | | %s Reads %s; writes %s. |\n".formatted(component, purpose, reads, writes));
    for (Option option : options) {
      rows.append(
          "| | `--%s %s`%s | %s |\n"
              .formatted(
                  option.name(),
                  option.value().replace("|", "\\|"),
                  option.required() ? ", required" : "",
                  option.meaning()));
    }
    return rows.toString();
  }
}
