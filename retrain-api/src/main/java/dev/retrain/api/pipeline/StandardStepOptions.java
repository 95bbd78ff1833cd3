package dev.retrain.api.pipeline;

import dev.retrain.api.document.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The artifacts each standard component reads and writes, and its options. */
final class StandardStepOptions {

  /** Receives the problems of a step, by key. */
  interface Report {
    void error(String key, String what, String fix);
  }

  private record Component(
      List<Set<ArtifactKind>> reads,
      List<Set<ArtifactKind>> writes,
      Set<String> options,
      Set<String> required) {}

  private static final Set<ArtifactKind> DATASET = Set.of(ArtifactKind.DATASET);
  private static final Set<ArtifactKind> PROFILE = Set.of(ArtifactKind.PROFILE);
  private static final Set<ArtifactKind> ROWS = Set.of(ArtifactKind.DATASET, ArtifactKind.PROFILE);
  private static final Set<ArtifactKind> METRICS = Set.of(ArtifactKind.METRICS);
  private static final Set<ArtifactKind> SCORES = Set.of(ArtifactKind.SCORES);
  private static final Set<ArtifactKind> CHECK = Set.of(ArtifactKind.CHECK);

  private static final Map<String, Component> KNOWN =
      new TreeMap<>(
          Map.of(
              "ingest",
              new Component(
                  List.of(), List.of(DATASET), Set.of("source", "schema"), Set.of("source")),
              "profile",
              new Component(List.of(DATASET), List.of(PROFILE), Set.of(), Set.of()),
              "infer-schema",
              new Component(List.of(ROWS), List.of(DATASET), Set.of(), Set.of()),
              "validate",
              new Component(
                  List.of(ROWS),
                  List.of(CHECK),
                  Set.of("schema", "accepted", "results", "baseline"),
                  Set.of("schema")),
              "split",
              new Component(
                  List.of(DATASET),
                  List.of(DATASET, DATASET),
                  Set.of("by", "column", "embargo", "holdout", "seed"),
                  Set.of("by", "holdout")),
              "drift",
              new Component(List.of(ROWS, DATASET), List.of(METRICS), Set.of("policy"), Set.of()),
              "compare",
              new Component(List.of(SCORES), List.of(METRICS), Set.of(), Set.of())));

  private StandardStepOptions() {}

  static void check(Step step, Report report) {
    Program.Standard standard = (Program.Standard) step.task().program();
    Component component = KNOWN.get(standard.component());
    if (component == null) {
      report.error(
          "standard",
          "there is no standard step '" + standard.component() + "'",
          Suggestion.nearest(standard.component(), KNOWN.keySet())
              .map(near -> "Did you mean '" + near + "'?")
              .orElse("There are " + String.join(", ", KNOWN.keySet())));
      return;
    }
    checkOptions(standard, component, report);
    checkArtifacts("reads", step.task().wiring().reads(), component.reads(), report);
    checkArtifacts("writes", step.task().wiring().writes(), component.writes(), report);
  }

  private static void checkOptions(Program.Standard standard, Component component, Report report) {
    for (String option : standard.options().keySet()) {
      if (!component.options().contains(option)) {
        report.error(
            "options." + option,
            standard.component() + " takes no option '" + option + "'",
            Suggestion.nearest(option, component.options())
                .map(near -> "Did you mean '" + near + "'?")
                .orElse("It takes " + component.options().stream().sorted().toList()));
      }
    }
    for (String option : component.required()) {
      if (!standard.options().containsKey(option)) {
        report.error(
            "options",
            standard.component() + " needs the option '" + option + "'",
            "Add " + option);
      }
    }
  }

  /** Checks only order; those beyond what the component names may follow where it reads scores. */
  private static void checkArtifacts(
      String key, List<Artifact<?>> found, List<Set<ArtifactKind>> expected, Report report) {
    List<Artifact<?>> content =
        found.stream()
            .filter(artifact -> artifact.declaredKind().isPresent())
            .filter(artifact -> expected.contains(CHECK) || artifact.kind() != ArtifactKind.CHECK)
            .toList();
    boolean scores = !expected.isEmpty() && expected.get(0).equals(SCORES);
    boolean fits =
        content.size() == expected.size() || (scores && content.size() == expected.size() + 1);
    for (int i = 0; fits && i < content.size(); i++) {
      fits = expected.get(Math.min(i, expected.size() - 1)).contains(content.get(i).kind());
    }
    boolean unresolved = found.stream().anyMatch(a -> a.declaredKind().isEmpty());
    if (!fits && !unresolved) {
      report.error(
          key,
          key
              + " "
              + content.stream().map(a -> a + " (" + a.kind().noun() + ")").toList()
              + ", a step of this kind "
              + key
              + " "
              + expectation(expected, scores),
          "Correct the artifacts");
    }
  }

  private static String expectation(List<Set<ArtifactKind>> expected, boolean scores) {
    String all =
        expected.isEmpty()
            ? "nothing"
            : String.join(
                ", then ",
                expected.stream()
                    .map(
                        kinds ->
                            String.join(
                                " or ", kinds.stream().map(ArtifactKind::noun).sorted().toList()))
                    .toList());
    return scores ? all + " of the challenger, then those of the champion if there are any" : all;
  }
}
