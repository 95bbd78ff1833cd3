package dev.retrain.backend.local;

import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Program;
import dev.retrain.api.pipeline.SecretRef;
import dev.retrain.api.pipeline.Step;
import dev.retrain.backend.local.process.Programs;
import dev.retrain.spi.backend.Submission;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what only a submission shows: secrets, programs or a champion that are not here. */
final class SubmissionCheck {

  private SubmissionCheck() {}

  static List<Problem> problems(Submission submission, LocalSettings settings) {
    List<Problem> problems = new ArrayList<>();
    for (Step step : submission.pipeline().steps()) {
      step.task()
          .execution()
          .secrets()
          .forEach(
              (variable, secret) -> {
                if (!isThere(settings, secret)) {
                  problems.add(missingSecret(step, variable, Secrets.variable(secret), settings));
                }
              });
    }
    for (Step step : submission.pipeline().steps()) {
      missingProgram(step, settings).ifPresent(problems::add);
    }
    championProblem(submission).ifPresent(problems::add);
    return problems;
  }

  private static Optional<Problem> missingProgram(Step step, LocalSettings settings) {
    if (!(step.task().program() instanceof Program.Container container)
        || !container.isOfMachine()) {
      return Optional.empty();
    }
    String program = settings.expand(container.command().get(0));
    boolean found =
        program.contains("/")
            ? Files.isExecutable(settings.folder().resolve(program))
            : Programs.onPath(program).isPresent();
    return found
        ? Optional.empty()
        : Optional.of(
            Problem.error(
                "missing-program",
                "steps." + step.name() + ".program",
                "step " + step.name(),
                "the program " + program + " is not on this machine, or cannot be executed",
                "Install it, or name it by its path from " + settings.folder()));
  }

  private static boolean isThere(LocalSettings settings, SecretRef secret) {
    try {
      return Secrets.read(settings, secret).isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  private static Problem missingSecret(
      Step step, String variable, String source, LocalSettings settings) {
    return Problem.error(
        "missing-secret",
        "steps." + step.name(),
        "step " + step.name(),
        "the secret for " + variable + " is not on this machine",
        settings.secretsFolder().isPresent()
            ? "Put a file of its name into " + settings.secretsFolder().get()
            : "Set the variable " + source + " or name a secretsFolder in the settings");
  }

  private static Optional<Problem> championProblem(Submission submission) {
    if (!submission.pipeline().readsChampion() || submission.champion().isEmpty()) {
      return Optional.empty();
    }
    URI place = submission.champion().get().artifact();
    return localFolder(place).isPresent()
        ? Optional.empty()
        : Optional.of(
            Problem.error(
                "champion-elsewhere",
                "",
                "champion " + submission.champion().get(),
                "its folder " + place + " is not on this machine",
                "Copy it here and register it in the folder registry"));
  }

  /** Returns the folder a URI names, if it is one on this machine. */
  static Optional<Path> localFolder(URI place) {
    if (!"file".equals(place.getScheme())) {
      return Optional.empty();
    }
    Path folder = Path.of(place);
    return Files.isDirectory(folder) ? Optional.of(folder) : Optional.empty();
  }
}
