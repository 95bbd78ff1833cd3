package dev.retrain.report;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decisions, and what a page must look like whatever it shows. */
final class Samples {

  private static final Pattern TAG = Pattern.compile("<(/?)([a-z0-9]+)([^<>]*)>");
  private static final List<String> EMPTY = List.of("meta");

  private Samples() {}

  static Decision decision(String at, Decision.Kind kind, String version) {
    return decision(at, kind, version, "version " + version + " goes on", "it is so", "{}");
  }

  static Decision decision(
      String at, Decision.Kind kind, String version, String what, String why, String evidence) {
    return new Decision(
        "flights",
        Instant.parse(at),
        kind,
        "rule",
        what,
        why,
        (Node.Mapping) Documents.parse(evidence, "evidence"),
        Optional.empty(),
        version.isEmpty() ? Optional.empty() : Optional.of(version));
  }

  /** What a browser would trip over or fetch; empty for a sound page. */
  static List<String> problems(String html) {
    List<String> problems = new ArrayList<>();
    List<String> open = new ArrayList<>();
    String body = html.replaceFirst("(?s)<style>.*?</style>", "").replace("<!doctype html>", "");
    Matcher tags = TAG.matcher(body);
    while (tags.find()) {
      String name = tags.group(2);
      if (tags.group(1).isEmpty()) {
        if (!EMPTY.contains(name)) {
          open.add(name);
        }
        String attributes = tags.group(3).replaceAll("\"[^\"]*\"", "");
        if (attributes.matches("(?s).*\\s(src|on[a-z]+|style)=.*") || name.equals("script")) {
          problems.add("not allowed: " + tags.group());
        }
      } else if (open.isEmpty() || !open.remove(open.size() - 1).equals(name)) {
        problems.add("closes nothing: " + tags.group() + " at " + tags.start());
      }
    }
    open.forEach(name -> problems.add("not closed: " + name));
    if (html.contains("http://") || html.contains("https://") || html.contains("url(")) {
      problems.add("names something outside");
    }
    return problems;
  }
}
