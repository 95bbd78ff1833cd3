package dev.retrain.api.pipeline;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.Suggestion;
import dev.retrain.api.error.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks one step by itself. */
final class StepValidator {

  private static final Pattern DIGEST = Pattern.compile(".+@sha256:[0-9a-f]{64}");
  private static final Pattern IMAGE =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]*(@sha256:[0-9a-f]{64})?");

  private final Step step;
  private final String path;
  private final List<Problem> problems;

  StepValidator(Step step, String path, List<Problem> problems) {
    this.step = step;
    this.path = path;
    this.problems = problems;
  }

  void check(Set<String> declaredParameters) {
    if (!NamePatterns.isName(step.name())) {
      error("illegal-name", "name", "the name is not allowed", "Use " + NamePatterns.NAME_FORM);
    }
    step.description()
        .filter(NamePatterns::isNoDescription)
        .ifPresent(
            text ->
                error(
                    "illegal-description",
                    "description",
                    "the description is empty or too long",
                    "Use " + NamePatterns.DESCRIPTION_FORM));
    checkArtifacts();
    checkParameters(declaredParameters);
    checkProgram();
    checkArguments();
    checkEnvironment();
    problems.addAll(new HyperparameterCheck(step, path).declared());
    checkKind();
  }

  private void checkArtifacts() {
    Wiring wiring = step.task().wiring();
    Set<String> flags = new HashSet<>(Set.of("hyperparameters", "reads", "writes", "takes"));
    for (Artifact<?> write : wiring.writes()) {
      if (write.isChampion()) {
        error(
            "writes-champion",
            "writes",
            "writes the artifact champion, which is bound from outside",
            "Give the artifact another name");
      } else if (!NamePatterns.isName(write.name())) {
        illegalArtifact("writes", write);
      }
      uniqueFlag(flags, "writes", write.name());
    }
    for (Artifact<?> read : wiring.reads()) {
      if (!NamePatterns.isName(read.name())) {
        illegalArtifact("reads", read);
      }
      uniqueFlag(flags, "reads", read.name());
    }
    wiring.parameters().forEach(parameter -> uniqueFlag(flags, "parameters", parameter));
  }

  private void illegalArtifact(String key, Artifact<?> artifact) {
    error(
        "illegal-name",
        key,
        "the artifact name '" + artifact + "' is not allowed",
        "Use " + NamePatterns.NAME_FORM);
  }

  private void uniqueFlag(Set<String> flags, String key, String name) {
    if (!flags.add(name)) {
      error(
          "ambiguous-flag",
          key,
          "'"
              + name
              + "' is named twice or reserved by retrain, so --"
              + name
              + " would be ambiguous",
          "Name artifacts and parameters of a step differently, each once");
    }
  }

  private void checkParameters(Set<String> declared) {
    for (String parameter : step.task().wiring().parameters()) {
      if (!declared.contains(parameter)) {
        error(
            "undeclared-parameter",
            "parameters",
            "receives the parameter '" + parameter + "', which the pipeline does not declare",
            Suggestion.nearest(parameter, declared)
                .map(near -> "Did you mean '" + near + "'?")
                .orElse("Declare it with parameter(...)"));
      }
    }
  }

  private void checkProgram() {
    if (step.task().program() instanceof Program.Container container) {
      checkContainer(container);
    } else {
      StandardStepOptions.check(step, (key, what, fix) -> error("standard-step", key, what, fix));
    }
  }

  private void checkContainer(Program.Container container) {
    if (container.command().isEmpty()) {
      error(
          "missing-command",
          "command",
          "has no command",
          "Name the command to run: image entry points are not used");
    }
    for (String word : container.command()) {
      if (word.endsWith(".ipynb")) {
        error(
            "notebook",
            "command",
            "runs the notebook " + word,
            "Export it to a script: a pipeline never depends on a notebook");
      }
    }
    if (container.isOfMachine()) {
      return;
    }
    if (!IMAGE.matcher(container.image()).matches()) {
      error(
          "illegal-image",
          "image",
          "'" + container.image() + "' is not an image reference",
          "Write repository/name@sha256:<64 hexadecimal digits>");
    } else if (!container.mutableTagAllowed() && !DIGEST.matcher(container.image()).matches()) {
      error(
          "mutable-image",
          "image",
          "the image " + container.image() + " is not pinned by a digest",
          "Name it as image@sha256:..., or set allowMutableTag");
    }
  }

  private void checkArguments() {
    Wiring wiring = step.task().wiring();
    if (wiring.arguments().isEmpty()) {
      return;
    }
    Set<String> reads = names(wiring.reads());
    Set<String> writes = names(wiring.writes());
    Set<String> named = new HashSet<>();
    for (Arg arg : wiring.arguments().get()) {
      arg.accept(
          new Arg.Visitor<Boolean>() {
            @Override
            public Boolean literal(Arg.Literal literal) {
              return true;
            }

            @Override
            public Boolean in(Arg.In in) {
              return known(reads, in.artifact(), "the artifact", "does not read");
            }

            @Override
            public Boolean out(Arg.Out out) {
              named.add(out.artifact());
              return known(writes, out.artifact(), "the artifact", "does not write");
            }

            @Override
            public Boolean param(Arg.Param param) {
              return known(
                  Set.copyOf(wiring.parameters()),
                  param.name(),
                  "the parameter",
                  "does not receive");
            }

            @Override
            public Boolean hyperparameters(Arg.Hyperparameters file) {
              return true;
            }
          });
    }
    for (Artifact<?> write : wiring.writes()) {
      if (!named.contains(write.name())
          && !write.declaredKind().equals(Optional.of(ArtifactKind.CHECK))) {
        error(
            "untold-output",
            "args",
            "its arguments do not name the folder of the output " + write,
            "Add out(" + write + ") to args");
      }
    }
  }

  private boolean known(Set<String> names, String name, String what, String verb) {
    if (!names.contains(name)) {
      error(
          "unknown-argument",
          "args",
          "its arguments name " + what + " '" + name + "', which it " + verb,
          "Add it to the step, or correct the argument");
    }
    return true;
  }

  private static Set<String> names(List<Artifact<?>> artifacts) {
    Set<String> names = new HashSet<>();
    artifacts.forEach(artifact -> names.add(artifact.name()));
    return names;
  }

  private void checkEnvironment() {
    Execution execution = step.task().execution();
    execution.environment().forEach(this::checkVariable);
    for (String variable : execution.secrets().keySet()) {
      checkVariableName(variable, "secrets");
      if (execution.environment().containsKey(variable)) {
        error(
            "variable-twice",
            "secrets." + variable,
            variable + " is both a plain variable and a secret",
            "Keep the secret");
      }
    }
    for (Map.Entry<String, Node.Scalar> entry : step.task().wiring().hyperparameters().entrySet()) {
      if (entry.getValue() instanceof Node.Text text && PlainSecrets.looksSecret(text.value())) {
        plainSecret("hyperparameters." + entry.getKey(), entry.getKey());
      }
    }
  }

  private void checkVariable(String variable, String value) {
    checkVariableName(variable, "environment");
    if (PlainSecrets.inVariable(variable, value)) {
      plainSecret("environment." + variable, variable);
    }
  }

  private void checkVariableName(String variable, String key) {
    if (!NamePatterns.isVariable(variable)) {
      error(
          "illegal-name",
          key + "." + variable,
          "'" + variable + "' is not the name of a variable",
          "Use letters, digits and underscores");
    }
  }

  private void plainSecret(String key, String name) {
    error(
        "plain-secret",
        key,
        name + " looks like a secret in plain text",
        "Use secret(\"" + name + "\", SecretRef.secret(name))");
  }

  private void checkKind() {
    step.accept(
        new Step.Visitor<Boolean>() {
          @Override
          public Boolean process(Step.Process process) {
            return true;
          }

          @Override
          public Boolean train(Step.Train train) {
            return mustWrite(ArtifactKind.MODEL);
          }

          @Override
          public Boolean tune(Step.Tune tune) {
            if (tune.search().isPresent()) {
              mustWrite(ArtifactKind.METRICS);
              checkSearch(tune.search().get());
            }
            return mustWrite(ArtifactKind.MODEL);
          }

          @Override
          public Boolean evaluate(Step.Evaluate evaluate) {
            if (writes(ArtifactKind.METRICS) || writes(ArtifactKind.SCORES)) {
              return true;
            }
            return mustWrite(ArtifactKind.METRICS);
          }
        });
  }

  private void checkSearch(Search search) {
    for (String name : search.space().keySet()) {
      if (step.task().wiring().hyperparameters().containsKey(name)) {
        error(
            "searched-twice",
            "search.space." + name,
            "the hyperparameter " + name + " is both fixed and searched over",
            "Remove one of the two");
      }
    }
  }

  private boolean writes(ArtifactKind kind) {
    return step.task().wiring().writes().stream()
        .anyMatch(artifact -> artifact.declaredKind().equals(Optional.of(kind)));
  }

  private boolean mustWrite(ArtifactKind kind) {
    if (!writes(kind)) {
      error(
          "missing-output",
          "writes",
          "a step of this kind writes " + kind.noun() + ", this one does not",
          "Add the artifact to writes");
    }
    return true;
  }

  private void error(String code, String key, String what, String fix) {
    problems.add(Problem.error(code, path + "." + key, "step " + step.name(), what, fix));
  }
}
