package dev.retrain.kfp.check;

import dev.retrain.kfp.ir.ComponentSpec;
import dev.retrain.kfp.ir.Dag;
import dev.retrain.kfp.ir.Executor;
import dev.retrain.kfp.ir.KubernetesSpec;
import dev.retrain.kfp.ir.ParameterInput;
import dev.retrain.kfp.ir.PipelineSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks a whole definition and reports everything at once. */
public final class SpecCheck {

  /** A DNS label, which the name becomes part of; the server's own pattern is unanchored. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  /** Stated on every description field of pipeline_spec.proto. */
  private static final int MAX_DESCRIPTION = 1024;

  private final PipelineSpec spec;
  private final SpecFindings findings = new SpecFindings();
  private final Set<String> usedComponents = new HashSet<>();
  private final Set<String> usedExecutors = new HashSet<>();

  private SpecCheck(PipelineSpec spec) {
    this.spec = spec;
  }

  /**
   * Returns everything wrong with a definition and what goes with it for Kubernetes; empty when all
   * is well.
   */
  public static List<SpecFinding> of(PipelineSpec spec, KubernetesSpec kubernetes) {
    SpecCheck check = new SpecCheck(spec);
    check.whole();
    for (String label : kubernetes.executors().keySet()) {
      check.findings.require(
          spec.executors().containsKey(label),
          "platforms.kubernetes." + label,
          "there is no such executor");
    }
    return check.findings.all();
  }

  private void whole() {
    findings.require(
        NAME.matcher(spec.name()).matches(),
        "pipelineInfo.name",
        "'" + spec.name() + "' is not lowercase letters, digits and dashes, at most 63");
    findings.require(
        !spec.components().containsKey("comp-" + spec.name()),
        "components.comp-" + spec.name(),
        "is named like the pipeline, and KFP's SDK would load it alone");
    describe("pipelineInfo.description", spec.description());
    component("root", spec.root());
    spec.components().forEach(this::named);
    spec.executors().forEach(this::executor);
    unused("components", spec.components(), usedComponents);
    unused("executors", spec.executors(), usedExecutors);
    new ComponentRecursion(spec, findings).check();
  }

  private void named(String key, ComponentSpec component) {
    findings.require(key.startsWith("comp-"), "components." + key, "must begin with comp-");
    component("components." + key, component);
  }

  private void component(String where, ComponentSpec component) {
    component.inputs().parameters().forEach((name, input) -> input(where + "." + name, input));
    if (component.implementation() instanceof Dag dag) {
      new DagCheck(spec, component, dag, where, findings).check();
      dag.tasks().values().forEach(task -> usedComponents.add(task.component()));
    } else {
      executorOf(where, component);
    }
  }

  private void executorOf(String where, ComponentSpec component) {
    String label = ((ComponentSpec.ExecutorLabel) component.implementation()).label();
    usedExecutors.add(label);
    Executor executor = spec.executors().get(label);
    if (executor == null) {
      findings.add(where, "there is no executor " + label);
    } else {
      new ExecutorCheck(component, where, findings).check(executor);
    }
  }

  private void executor(String key, Executor executor) {
    findings.require(key.startsWith("exec-"), "executors." + key, "must begin with exec-");
    if (executor instanceof Executor.Container container) {
      findings.require(!container.image().isBlank(), "executors." + key, "has no image");
    }
  }

  private void input(String where, ParameterInput input) {
    describe(where, input.description());
    input
        .defaultValue()
        .ifPresent(
            value ->
                findings.require(
                    ParameterTypes.accepts(input.type(), value),
                    where,
                    "a " + input.type() + " cannot have the default " + value));
  }

  private void describe(String where, String description) {
    findings.require(
        description.length() <= MAX_DESCRIPTION,
        where,
        "the description has " + description.length() + " characters, over " + MAX_DESCRIPTION);
  }

  private void unused(String kind, Map<String, ?> defined, Set<String> used) {
    for (String key : defined.keySet()) {
      findings.require(used.contains(key), kind + "." + key, "nothing refers to it");
    }
  }
}
