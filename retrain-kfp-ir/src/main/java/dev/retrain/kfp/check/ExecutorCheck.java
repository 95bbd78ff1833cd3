package dev.retrain.kfp.check;

import dev.retrain.kfp.ir.Argument;
import dev.retrain.kfp.ir.ArtifactType;
import dev.retrain.kfp.ir.ComponentSpec;
import dev.retrain.kfp.ir.Executor;
import dev.retrain.kfp.ir.ParameterInput;
import dev.retrain.kfp.ir.ParameterType;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks an executor against the component that uses it. */
final class ExecutorCheck {

  private static final Pattern ENV_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final ComponentSpec component;
  private final String where;
  private final SpecFindings findings;

  ExecutorCheck(ComponentSpec component, String where, SpecFindings findings) {
    this.component = component;
    this.where = where;
    this.findings = findings;
  }

  void check(Executor executor) {
    if (executor instanceof Executor.Container container) {
      container(container);
    } else {
      importer((Executor.Importer) executor);
    }
  }

  private void container(Executor.Container container) {
    if (container.command().isEmpty()) {
      findings.add(where, "has no command; Kubeflow never uses an image's entry point");
    } else {
      findings.require(
          container.command().get(0).parts().stream().allMatch(Argument.Text.class::isInstance),
          where,
          "the first word of the command is not replaced at run time");
    }
    container.command().forEach(this::argument);
    container.args().forEach(this::argument);
    container.env().forEach(this::env);
  }

  private void argument(Argument argument) {
    argument.parts().forEach(this::part);
    String text = argument.render();
    findings.require(
        !literally(argument).contains("{{$"),
        where,
        "literal text would be taken for a marker: " + text);
    findings.require(
        !text.startsWith("{\"IfPresent\"") && !text.startsWith("{\"Concat\""),
        where,
        "an argument would be taken for a conditional: " + text);
  }

  private void part(Argument.Part part) {
    if (part instanceof Argument.ParameterValue value) {
      known(component.inputs().parameters().keySet(), value.input(), "input parameter");
    } else if (part instanceof Argument.InputPath path) {
      known(component.inputs().artifacts().keySet(), path.input(), "input artifact");
    } else if (part instanceof Argument.InputUri uri) {
      known(component.inputs().artifacts().keySet(), uri.input(), "input artifact");
    } else if (part instanceof Argument.OutputPath path) {
      known(component.outputs().artifacts().keySet(), path.output(), "output artifact");
    } else if (part instanceof Argument.OutputFile file) {
      known(component.outputs().parameters().keySet(), file.output(), "output parameter");
    }
  }

  /**
   * Returns the argument with every marker taken out, so that text on both sides of one does not
   * seem to touch.
   */
  private static String literally(Argument argument) {
    return argument.parts().stream()
        .map(part -> part instanceof Argument.Text text ? text.text() : "\n")
        .collect(Collectors.joining());
  }

  private void known(Set<String> names, String name, String kind) {
    findings.require(names.contains(name), where, "there is no " + kind + " " + name);
  }

  private void env(String name, String value) {
    findings.require(ENV_NAME.matcher(name).matches(), where, "no environment variable: " + name);
    findings.require(
        !value.contains("{{$"), where, "markers are not replaced in the environment: " + name);
  }

  private void importer(Executor.Importer importer) {
    ParameterInput uri = component.inputs().parameters().get(Executor.Importer.URI);
    ArtifactType artifact = component.outputs().artifacts().get(Executor.Importer.ARTIFACT);
    findings.require(
        uri != null && uri.type() == ParameterType.STRING && artifact == importer.type(),
        where,
        "an importer needs a STRING input 'uri' and an output 'artifact' of its own type");
  }
}
