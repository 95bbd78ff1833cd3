package dev.retrain.backend.azure.definition;

import dev.retrain.api.pipeline.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes the command of a component, which the service hands to a shell after it has put values
 * into it. Every word stands in single quotes, where a shell reads nothing; a value put into it
 * must therefore have no single quote, and preflight sees to that.
 */
final class CommandScript {

  /** The id of the pipeline job, which the service sets in every node. */
  static final String RUN_ID = "\"${AZUREML_ROOT_RUN_ID:-$AZUREML_RUN_ID}\"";

  private static final String RUN_KEY = "retrain_run_key";

  /** The key that {@link #runKey} leaves, as a word of the command. */
  static final String RUN_KEY_WORD = "\"$" + RUN_KEY + "\"";

  static final String HYPERPARAMETERS = "/tmp/retrain/hyperparameters.json";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private final List<String> before = new ArrayList<>();
  private final List<String> after = new ArrayList<>();
  private final List<String> emptied = new ArrayList<>();

  /** Returns a text as one word of a shell. */
  static String quoted(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** Returns the marker that the service replaces by an input. */
  static String input(String name) {
    return "'${{inputs." + name + "}}'";
  }

  /** Returns the marker that the service replaces by the folder of an output. */
  static String output(String name) {
    return "'${{outputs." + name + "}}'";
  }

  /** Writes the file of hyperparameters first; the JSON may name inputs. */
  void hyperparameters(String json) {
    before.add("mkdir -p /tmp/retrain");
    before.add("printf %s " + quoted(json) + " > " + HYPERPARAMETERS);
  }

  /** Sets variables first. */
  void variables(Map<String, String> variables) {
    variables.forEach((name, value) -> before.add("export " + name + "=" + quoted(value)));
  }

  /** Copies a folder first. */
  void copy(String input, String output) {
    before.add("cp -R '${{inputs." + input + "}}/.' '${{outputs." + output + "}}/'");
  }

  /**
   * Empties an output before the program starts again: what an attempt that failed has left would
   * pass for its result.
   */
  void empty(String output) {
    String folder = "'${{outputs." + output + "}}'";
    emptied.add(folder + "/* " + folder + "/.[!.]* " + folder + "/..?*");
  }

  /** Takes the service's id of the run where the run was started without a key. */
  void runKey(String input, String absent) {
    before.add(RUN_KEY + "='${{inputs." + input + "}}'");
    before.add(
        "if [ \"$"
            + RUN_KEY
            + "\" = "
            + quoted(absent)
            + " ]; then "
            + RUN_KEY
            + "="
            + RUN_ID
            + "; fi");
  }

  /** Leaves a file in an output when the program has ended well. */
  void touch(String output) {
    after.add("touch '${{outputs." + output + "}}/done'");
  }

  /** Returns the whole command. */
  String command(List<String> words, Retry retry) {
    List<String> all = new ArrayList<>(before);
    String program = String.join(" ", words);
    if (retry.attempts() > 1) {
      all.add("run() { " + program + "; }");
      all.add(
          attempts(
              retry, emptied.isEmpty() ? "" : "rm -rf -- " + String.join(" ", emptied) + "; "));
    } else {
      all.add(after.isEmpty() ? "exec " + program : program);
    }
    all.addAll(after);
    return all.size() == 1 ? all.get(0) : "set -e; " + String.join("; ", all);
  }

  /** The program is started again in the same container, after a pause that doubles. */
  private static String attempts(Retry retry, String clear) {
    StringBuilder text = new StringBuilder("run");
    Duration pause = retry.backoff();
    for (int attempt = 2; attempt <= retry.attempts(); attempt++) {
      text.append(" || { sleep ")
          .append(pause.toSeconds())
          .append("; ")
          .append(clear)
          .append("run; }");
      pause = pause.multipliedBy(2);
    }
    return text.toString();
  }
}
