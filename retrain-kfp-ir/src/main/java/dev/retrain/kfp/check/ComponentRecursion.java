package dev.retrain.kfp.check;

import dev.retrain.kfp.ir.ComponentSpec;
import dev.retrain.kfp.ir.Dag;
import dev.retrain.kfp.ir.PipelineSpec;
import dev.retrain.kfp.ir.TaskSpec;
import java.util.HashSet;
import java.util.Set;

/** Finds a component that contains itself. */
final class ComponentRecursion {

  private final PipelineSpec spec;
  private final SpecFindings findings;
  private final Set<String> done = new HashSet<>();
  private final Set<String> open = new HashSet<>();

  ComponentRecursion(PipelineSpec spec, SpecFindings findings) {
    this.spec = spec;
    this.findings = findings;
  }

  void check() {
    spec.components().keySet().forEach(this::visit);
  }

  private void visit(String key) {
    ComponentSpec component = spec.components().get(key);
    if (component == null || done.contains(key)) {
      return;
    }
    if (!open.add(key)) {
      findings.add("components." + key, "contains itself");
      done.add(key);
      return;
    }
    if (component.implementation() instanceof Dag dag) {
      dag.tasks().values().stream().map(TaskSpec::component).forEach(this::visit);
    }
    open.remove(key);
    done.add(key);
  }
}
