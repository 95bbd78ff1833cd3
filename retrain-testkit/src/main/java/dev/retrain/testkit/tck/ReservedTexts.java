package dev.retrain.testkit.tck;

import java.util.List;
import java.util.stream.Stream;

/** Texts that some service on the way to a container is tempted to read as something else. */
final class ReservedTexts {

  /** Must arrive as they are, or be refused before submission. */
  static final List<String> HOSTILE =
      List.of(
          "it's \"quoted\" with `ticks`",
          "back\\slash \\n \\\" \\u0041",
          "grüße, 日本語, 🚀, İı",
          "two\nlines\tand a tab",
          " spaces at both ends ",
          "${{ parent.inputs.rows }}",
          "${{name}}",
          "{{$.inputs.parameters['rows']}}",
          "{{inputs.parameters.rows}}",
          "{\"IfPresent\": {\"InputName\": \"rows\"}}",
          "{\"Get\": \"Parameters.rows\"}",
          "$(HOME) $$(HOME)",
          "$HOME ${HOME} %HOME%",
          "`id` $(id) ; id | id && id > x",
          "--rows",
          "*?[a-z]~ #! %s %1$s",
          "</script><!-- & -->",
          "key: value, - item, {a: b}, &anchor *alias",
          "0123",
          "1e3",
          "null",
          "true");

  private ReservedTexts() {}

  static Stream<String> hostile() {
    return HOSTILE.stream();
  }
}
