package dev.retrain.backend.azure.definition;

import static dev.retrain.backend.azure.definition.AzureSamples.at;
import static dev.retrain.backend.azure.definition.AzureSamples.bodies;
import static dev.retrain.backend.azure.definition.AzureSamples.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Pipeline;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no schema checks: the nodes of a job are untyped, and bindings are texts. */
class BindingsTest {

  private static final Pattern BINDING = Pattern.compile("\\$\\{\\{([^}]+)}}");

  private static Set<String> bindings(Node node) {
    Set<String> found = new TreeSet<>();
    BINDING
        .matcher(Documents.canonicalJson(node))
        .results()
        .map((MatchResult match) -> match.group(1))
        .forEach(found::add);
    return found;
  }

  private static Set<String> keys(Node node, String path) {
    return at(node, path) instanceof Node.Mapping mapping ? mapping.entries().keySet() : Set.of();
  }

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "flight-delays", "everything"})
  void bindsEveryInputToSomethingThatIsThere(String name) {
    Pipeline pipeline = AzureSamples.reference(name);
    Map<String, Node> bodies = bodies(AzureSamples.translator(), pipeline);
    Node job = at(bodies.get("job-" + name), "properties");
    Set<String> known = new TreeSet<>();
    keys(job, "inputs").forEach(input -> known.add("parent.inputs." + input));
    keys(job, "outputs").forEach(output -> known.add("parent.outputs." + output));
    for (String node : keys(job, "jobs")) {
      keys(job, "jobs." + node + ".outputs")
          .forEach(output -> known.add("parent.jobs." + node + ".outputs." + output));
    }
    assertThat(known).containsAll(bindings(at(job, "jobs")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "flight-delays", "everything"})
  void givesEachComponentExactlyWhatItDeclares(String name) {
    Map<String, Node> bodies = bodies(AzureSamples.translator(), AzureSamples.reference(name));
    Map<String, Node> components = new HashMap<>();
    bodies.values().stream()
        .map(body -> at(body, "properties.componentSpec"))
        .filter(Node.Mapping.class::isInstance)
        .forEach(spec -> components.put(text(spec, "name") + text(spec, "version"), spec));
    Node jobs = at(bodies.get("job-" + name), "properties.jobs");
    ((Node.Mapping) jobs)
        .entries()
        .forEach(
            (key, node) -> {
              Node spec = components.get(componentOf(node));
              Set<String> given = new TreeSet<>(keys(node, "inputs"));
              given.addAll(keys(node, "search_space"));
              assertThat(keys(spec, "inputs")).as(key).isEqualTo(given);
              assertThat(keys(spec, "outputs")).as(key).isEqualTo(keys(node, "outputs"));
              Set<String> declared = new TreeSet<>();
              keys(spec, "inputs").forEach(input -> declared.add("inputs." + input));
              keys(spec, "outputs").forEach(output -> declared.add("outputs." + output));
              assertThat(declared).as(key).containsAll(bindings(at(spec, "command")));
              assertThat(at(spec, "is_deterministic")).isEqualTo(Node.of(false));
              assertThat(key).matches("[a-z][a-z0-9_]*").isEqualTo(text(node, "name"));
            });
    assertThat(at(bodies.get("job-" + name), "properties.settings.force_rerun"))
        .isEqualTo(Node.of(true));
  }

  private static String componentOf(Node node) {
    String id =
        node instanceof Node.Mapping mapping && mapping.get("trial").isPresent()
            ? text(node, "trial.componentId")
            : text(node, "componentId");
    return id.replaceAll(".*/components/(.*)/versions/(.*)", "$1$2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "everything"})
  void makesEachEnvironmentThatAComponentNamesAndNoOther(String name) {
    Map<String, Node> bodies = bodies(AzureSamples.translator(), AzureSamples.reference(name));
    Set<String> environments = new TreeSet<>();
    bodies.values().stream()
        .map(body -> at(body, "properties.componentSpec"))
        .filter(Node.Mapping.class::isInstance)
        .forEach(spec -> environments.add(text(spec, "environment")));
    long made = bodies.keySet().stream().filter(key -> key.startsWith("environment-")).count();
    assertThat(environments).hasSize((int) made);
  }
}
