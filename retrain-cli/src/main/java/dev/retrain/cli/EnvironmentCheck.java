package dev.retrain.cli;

import dev.retrain.cli.CheckFinding.Area;
import dev.retrain.spi.backend.BackendRequirements;
import dev.retrain.spi.backend.BackendRequirements.Credential;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks the requirements of a backend. Sends no credentials and changes nothing, except for a
 * probe file that it deletes again.
 *
 * @param environment the variables of the process
 */
record EnvironmentCheck(Map<String, String> environment) {

  private static final Duration DEADLINE = Duration.ofSeconds(5);

  List<CheckFinding> of(BackendRequirements requirements) {
    List<CheckFinding> findings = new ArrayList<>();
    requirements.commands().forEach(command -> findings.add(command(command)));
    if (!requirements.credentials().isEmpty()) {
      findings.add(credentials(requirements.credentials()));
    }
    requirements.services().forEach(service -> findings.add(service(service)));
    requirements.readable().forEach(path -> findings.add(readable(path)));
    requirements.writable().forEach(folder -> findings.add(writable(folder)));
    return findings;
  }

  private CheckFinding command(String command) {
    return find(command)
        .map(program -> CheckFinding.ok(Area.VERSIONS, command, program.toString()))
        .orElseGet(
            () ->
                CheckFinding.failed(
                    Area.VERSIONS,
                    command,
                    "the program is not installed",
                    "install it, or correct the settings that name it"));
  }

  /** Returns the program that a command starts, if it can be executed. */
  Optional<Path> find(String command) {
    if (command.contains("/") || command.contains(File.separator)) {
      return Optional.of(Path.of(command)).filter(Files::isExecutable);
    }
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, command))
        .filter(program -> Files.isRegularFile(program) && Files.isExecutable(program))
        .findFirst();
  }

  private CheckFinding credentials(List<Credential> ways) {
    return ways.stream()
        .filter(this::isThere)
        .findFirst()
        .map(way -> CheckFinding.ok(Area.CREDENTIALS, "sign in", way.name()))
        .orElseGet(
            () ->
                CheckFinding.failed(
                    Area.CREDENTIALS,
                    "sign in",
                    "none found",
                    "provide one of: "
                        + String.join(
                            "; ", ways.stream().map(EnvironmentCheck::describe).toList())));
  }

  private boolean isThere(Credential way) {
    return way.variables().stream().noneMatch(name -> value(name).isEmpty())
        && way.files().stream().allMatch(Files::isReadable);
  }

  private String value(String variable) {
    return environment.getOrDefault(variable, "");
  }

  private static String describe(Credential way) {
    List<String> parts = new ArrayList<>(way.variables());
    way.files().forEach(file -> parts.add(file.toString()));
    return way.name() + " (" + String.join(", ", parts) + ")";
  }

  /** Accepts any status, because the request carries no credentials. */
  private static CheckFinding service(URI service) {
    String fix = "check name resolution, proxy and firewall";
    try {
      HttpClient client = HttpClient.newBuilder().connectTimeout(DEADLINE).build();
      HttpResponse<Void> answer =
          client.send(
              HttpRequest.newBuilder(service).timeout(DEADLINE).GET().build(),
              HttpResponse.BodyHandlers.discarding());
      return CheckFinding.ok(
          Area.NETWORK, service.toString(), "answers (" + answer.statusCode() + ")");
    } catch (IOException e) {
      return CheckFinding.failed(Area.NETWORK, service.toString(), "does not answer: " + e, fix);
    } catch (IllegalArgumentException e) {
      return CheckFinding.failed(
          Area.NETWORK, service.toString(), "is not an http address", "correct the settings");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CheckFinding.failed(Area.NETWORK, service.toString(), "interrupted", fix);
    }
  }

  private static CheckFinding readable(Path path) {
    return Files.isReadable(path)
        ? CheckFinding.ok(Area.PERMISSIONS, path.toString(), "can be read")
        : CheckFinding.failed(
            Area.PERMISSIONS,
            path.toString(),
            Files.exists(path) ? "cannot be read" : "does not exist",
            "create it, or give this user read permission");
  }

  private static CheckFinding writable(Path folder) {
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      Files.delete(Files.createTempFile(existing, ".retrain", ".probe"));
      long free = Files.getFileStore(existing).getUsableSpace() / (1 << 20);
      return CheckFinding.ok(
          Area.PERMISSIONS, folder.toString(), "can be written, " + free + " MiB free");
    } catch (IOException e) {
      return CheckFinding.failed(
          Area.PERMISSIONS,
          folder.toString(),
          "cannot be written: " + e.getMessage(),
          "give this user write permission, or name another folder in the settings");
    }
  }
}
