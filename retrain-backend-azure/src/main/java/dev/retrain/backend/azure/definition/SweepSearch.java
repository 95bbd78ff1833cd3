package dev.retrain.backend.azure.definition;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.Step;
import dev.retrain.translation.MappingBuilder;
import dev.retrain.translation.SearchGrid;
import dev.retrain.translation.TrialTasks;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A search as a sweep. Each hyperparameter that is searched over is an input of the trial's
 * component, put into the JSON file that the command writes first.
 */
final class SweepSearch {

  private final Search search;
  private final Map<String, String> names = new TreeMap<>();

  /** Makes a sweep beside other inputs of the component. */
  SweepSearch(Search search, Set<String> taken) {
    this.search = search;
    search
        .space()
        .keySet()
        .forEach(name -> names.put(name, AzureNames.hyperparameter(name, taken)));
  }

  /**
   * Returns whether a step becomes a sweep. Its trials run side by side, so they cannot share an
   * address of ours: what they write lies where the service puts it.
   */
  static boolean isSweep(Step step) {
    return TrialTasks.search(step).isPresent();
  }

  /** Returns inputs and their types. */
  Map<String, String> inputs() {
    Map<String, String> inputs = new TreeMap<>();
    search
        .space()
        .forEach((name, range) -> inputs.put(names.getOrDefault(name, name), type(range)));
    return inputs;
  }

  private static String type(Range range) {
    return range.accept(
        new Range.Visitor<String>() {
          @Override
          public String floatRange(Range.FloatRange continuous) {
            return "number";
          }

          @Override
          public String intRange(Range.IntRange whole) {
            return "integer";
          }

          @Override
          public String categories(Range.Categorical choice) {
            return "string";
          }
        });
  }

  /** Returns the JSON file of a trial, with the service's markers where a trial differs. */
  String hyperparameters(Map<String, Node.Scalar> fixed) {
    Map<String, String> entries = new TreeMap<>();
    fixed.forEach((name, value) -> entries.put(name, Documents.canonicalJson(value)));
    search.space().forEach((name, range) -> entries.put(name, marker(name, range)));
    StringBuilder json = new StringBuilder();
    entries.forEach(
        (name, value) ->
            json.append(json.isEmpty() ? "{" : ",")
                .append(Documents.canonicalJson(Node.of(name)))
                .append(':')
                .append(value));
    return json.append('}').toString();
  }

  private String marker(String name, Range range) {
    String marker = "${{inputs." + names.get(name) + "}}";
    boolean text =
        range instanceof Range.Categorical choice && choice.values().get(0) instanceof Node.Text;
    return text ? "\"" + marker + "\"" : marker;
  }

  MappingBuilder objective() {
    return new MappingBuilder()
        .put("goal", search.maximize() ? "maximize" : "minimize")
        .put("primary_metric", search.objective().name());
  }

  String algorithm() {
    return search.strategy().name().toLowerCase(Locale.ROOT);
  }

  MappingBuilder limits(Execution execution) {
    MappingBuilder limits =
        new MappingBuilder()
            .put("max_concurrent_trials", search.parallelism())
            .put("max_total_trials", search.trials());
    execution
        .timeout()
        .ifPresent(limit -> limits.put("trial_timeout", Math.max(1, limit.toSeconds())));
    return limits;
  }

  Map<String, Node> space() {
    Map<String, Node> space = new TreeMap<>();
    if (search.strategy() == Search.Strategy.GRID) {
      SearchGrid.of(search)
          .values()
          .forEach((name, values) -> space.put(input(name), SweepRange.categorical(values)));
    } else {
      search
          .space()
          .forEach((name, range) -> space.put(input(name), range.accept(new SweepRange())));
    }
    return space;
  }

  private String input(String name) {
    return names.getOrDefault(name, name);
  }
}
