package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.Problem;
import dev.retrain.translation.TagForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The limits of the Create requests in a definition, field by field (SageMaker API model of 2025,
 * as in the public API reference). What the service cannot take is refused here, with the reason;
 * what it takes, it hands on unchanged.
 */
final class RequestLimits {

  private interface Rule {
    void check(Node value, RequestLimits report);
  }

  /** A {@code .*} of the service: everything but line ends. */
  private static final Pattern LINE = Pattern.compile(".*");

  private static final Pattern ANY = Pattern.compile("[\\S\\s]*");
  private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
  private static final Pattern NO_TAG =
      Pattern.compile("(?i)^aws:|[^\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]");

  /** Of a run, beside the three that every job has (Tag of the API; read 2026-11). */
  static final TagForm RUN_TAGS = new TagForm(50 - 3, 128, 256, NO_TAG, NO_TAG, true);

  private static final String TAG_FORM = "letters, digits, blanks and _ . : / = + - @";
  private static final String NO_LINE_ENDS = "no line ends";

  private static final Rule WORDS =
      (value, report) -> {
        report.count(value, 100);
        report.each(value, 256);
      };

  private static final Map<String, Rule> RULES =
      Map.ofEntries(
          Map.entry("ContainerArguments", WORDS),
          Map.entry("ContainerEntrypoint", WORDS),
          Map.entry("CustomerMetadataProperties", entries(50, 128, 256, TAG, TAG_FORM)),
          Map.entry("HyperParameters", entries(100, 256, 2500, LINE, NO_LINE_ENDS)),
          Map.entry("StaticHyperParameters", entries(100, 256, 2500, LINE, NO_LINE_ENDS)),
          Map.entry("ImageUri", (value, report) -> report.text(value, 255, LINE, NO_LINE_ENDS)),
          Map.entry(
              "TrainingImage", (value, report) -> report.text(value, 255, LINE, NO_LINE_ENDS)),
          Map.entry("Image", (value, report) -> report.text(value, 255, LINE, NO_LINE_ENDS)),
          Map.entry("InputDataConfig", (value, report) -> report.count(value, 20)),
          Map.entry("Outputs", (value, report) -> report.count(value, 10)),
          Map.entry("ProcessingInputs", (value, report) -> report.count(value, 10)),
          Map.entry("CategoricalParameterRanges", (value, report) -> report.count(value, 30)),
          Map.entry("ContinuousParameterRanges", (value, report) -> report.count(value, 30)),
          Map.entry("IntegerParameterRanges", (value, report) -> report.count(value, 30)),
          Map.entry(
              "Values",
              (value, report) -> {
                report.count(value, 30);
                report.each(value, 256);
              }),
          Map.entry("Tags", (value, report) -> report.tags(value)));

  /** How many variables a job takes, and how long their values may be. */
  private static final Map<String, Rule> ENVIRONMENT =
      Map.of(
          "Processing", entries(100, 256, 256, ANY, ""),
          "Training", entries(100, 512, 512, ANY, ""),
          "Tuning", entries(48, 512, 512, ANY, ""),
          "RegisterModel", entries(100, 1024, 1024, ANY, ""));

  private final String step;
  private final String type;
  private final List<Problem> problems;
  private String field = "";
  private String entry = "";

  private RequestLimits(String step, String type, List<Problem> problems) {
    this.step = step;
    this.type = type;
    this.problems = problems;
  }

  /** Returns everything in a step, its branches included, that the service would refuse. */
  static List<Problem> problems(Node step) {
    List<Problem> problems = new ArrayList<>();
    check((Node.Mapping) step, problems);
    return problems;
  }

  private static void check(Node.Mapping step, List<Problem> problems) {
    RequestLimits limits = new RequestLimits(text(step, "Name"), text(step, "Type"), problems);
    Node arguments = step.get("Arguments").orElseThrow();
    if (limits.type.equals("Condition")) {
      for (String branch : List.of("IfSteps", "ElseSteps")) {
        ((Node.Mapping) arguments)
            .get(branch)
            .map(RequestLimits::items)
            .orElse(List.of())
            .forEach(inner -> check((Node.Mapping) inner, problems));
      }
    } else {
      limits.walk(arguments);
    }
  }

  private static String text(Node.Mapping mapping, String key) {
    return ((Node.Text) mapping.get(key).orElseThrow()).value();
  }

  private void walk(Node node) {
    if (node instanceof Node.Sequence) {
      items(node).forEach(this::walk);
    } else if (node instanceof Node.Mapping mapping && !isPlaceholder(mapping)) {
      mapping.entries().forEach(this::visit);
    }
  }

  private void visit(String key, Node value) {
    Rule rule = key.equals("Environment") ? ENVIRONMENT.get(type) : RULES.get(key);
    field = key;
    if (rule == null) {
      walk(value);
    } else {
      rule.check(value, this); // what lies within is the user's, keys and all
      if (value instanceof Node.Sequence) {
        walk(value);
      }
    }
  }

  private static boolean isPlaceholder(Node.Mapping mapping) {
    return mapping.entries().size() == 1
        && mapping.entries().keySet().stream()
            .allMatch(key -> key.equals("Get") || key.startsWith("Std:"));
  }

  private static List<Node> items(Node value) {
    return value instanceof Node.Sequence list ? list.items() : List.of();
  }

  private static Rule entries(
      int count, int keyLength, int valueLength, Pattern form, String words) {
    return (value, report) -> {
      Map<String, Node> entries = ((Node.Mapping) value).entries();
      report.atMost(entries.size(), count, "entries");
      entries.forEach(
          (key, entry) -> {
            report.entry = key;
            report.text(Node.of(key), keyLength, form, words);
            report.text(entry, valueLength, form, words);
            report.entry = "";
          });
    };
  }

  /** Checks the texts of a list; a problem names them by their place, from 1. */
  private void each(Node value, int most) {
    int place = 0;
    for (Node item : items(value)) {
      entry = Integer.toString(++place);
      text(item, most, LINE, NO_LINE_ENDS);
    }
    entry = "";
  }

  private void tags(Node value) {
    count(value, 50);
    for (Node tag : items(value)) {
      Node.Mapping entry = (Node.Mapping) tag;
      this.entry = text(entry, "Key");
      text(entry.get("Key").orElseThrow(), 128, TAG, TAG_FORM);
      text(entry.get("Value").orElseThrow(), 256, TAG, TAG_FORM);
    }
    this.entry = "";
  }

  private void count(Node value, int most) {
    atMost(items(value).size(), most, "entries");
  }

  /** Checks a text; of a placeholder only the length of what is fixed in it. */
  private void text(Node value, int most, Pattern form, String words) {
    if (!(value instanceof Node.Text text)) {
      atMost(fixedLength(value), most, "characters");
      return;
    }
    atMost(text.value().length(), most, "characters");
    if (!form.matcher(text.value()).matches()) {
      report("has " + shown(text.value()) + ", the service takes " + words);
    }
  }

  private static int fixedLength(Node value) {
    if (value instanceof Node.Text text) {
      return text.value().length();
    }
    if (value instanceof Node.Sequence list) {
      return list.items().stream().mapToInt(item -> fixedLength(item) + 1).sum();
    }
    return value instanceof Node.Mapping mapping && mapping.get("Get").isEmpty()
        ? mapping.entries().values().stream().mapToInt(RequestLimits::fixedLength).sum()
        : 0;
  }

  private void atMost(int found, int most, String unit) {
    if (found > most) {
      report("has " + found + " " + unit + ", the service takes " + most);
    }
  }

  private void report(String what) {
    problems.add(
        Problem.error(
            "request-limit",
            "steps." + step + "." + field + (entry.isEmpty() ? "" : "." + shown(entry)),
            "step " + step,
            field + (entry.isEmpty() ? "" : " " + shown(entry)) + " " + what,
            "Shorten it, or pass it in a file"));
  }

  private static String shown(String value) {
    String start = value.length() > 40 ? value.substring(0, 40) + "..." : value;
    return "'" + start.replaceAll("\\R|\\p{Cntrl}", "?") + "'";
  }
}
