package dev.retrain.backend.azure.loopback;

import dev.retrain.testkit.loopback.RefusedDefinition;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The markers of jobs and of commands. */
final class Bindings {

  private static final Pattern ANY = Pattern.compile("\\$\\{\\{(.*?)\\}\\}");
  private static final Pattern OF_JOB =
      Pattern.compile("parent\\.jobs\\.(\\w+)\\.outputs\\.(\\w+)");

  private Bindings() {}

  /** Returns the node whose output a value is, if it is one. */
  static Set<String> nodes(Iterable<String> values) {
    Set<String> nodes = new TreeSet<>();
    for (String value : values) {
      Matcher marker = ANY.matcher(value);
      if (marker.matches()) {
        Matcher of = OF_JOB.matcher(marker.group(1));
        if (of.matches()) {
          nodes.add(of.group(1));
        }
      }
    }
    return nodes;
  }

  /**
   * Returns what a value of a node stands for: an input of the job, an output of a node, itself.
   */
  static String value(String value, Map<String, String> inputs, Map<String, NodeRun> nodes) {
    Matcher marker = ANY.matcher(value);
    if (!marker.matches()) {
      if (marker.reset().find()) {
        throw new RefusedDefinition("a value mixes text and markers: " + value);
      }
      return value;
    }
    Matcher of = OF_JOB.matcher(marker.group(1));
    if (of.matches()) {
      return Optional.ofNullable(nodes.get(of.group(1)))
          .map(node -> node.outputs().get(of.group(2)))
          .orElseThrow(() -> new RefusedDefinition("there is no " + value));
    }
    return named(marker.group(1), "parent.inputs.", inputs);
  }

  /** Returns the address of an output of the job. */
  static String output(String value, Map<String, String> outputs) {
    Matcher marker = ANY.matcher(value);
    if (!marker.matches()) {
      throw new RefusedDefinition("an output is bound to " + value);
    }
    return named(marker.group(1), "parent.outputs.", outputs);
  }

  /** Returns a command with every marker replaced. */
  static String command(
      String command, UnaryOperator<String> inputs, UnaryOperator<String> outputs) {
    return ANY.matcher(command)
        .replaceAll(
            match -> {
              String inside = match.group(1);
              if (inside.startsWith("inputs.")) {
                return Matcher.quoteReplacement(inputs.apply(inside.substring(7)));
              }
              if (inside.startsWith("outputs.")) {
                return Matcher.quoteReplacement(outputs.apply(inside.substring(8)));
              }
              throw new RefusedDefinition("a command has the unknown marker ${{" + inside + "}}");
            });
  }

  private static String named(String marker, String prefix, Map<String, String> values) {
    String value = marker.startsWith(prefix) ? values.get(marker.substring(prefix.length())) : null;
    if (value == null) {
      throw new RefusedDefinition("there is no ${{" + marker + "}}");
    }
    return value;
  }
}
