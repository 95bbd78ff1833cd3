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
 * Looks whether the surroundings are what a backend needs. Sends no credentials, and changes
 * nothing but a probe file that it takes away again.
 *
 * @param environment variables of the process
 */
record EnvironmentCheck(Map<String, String> environment) {

  private static final Duration DEADLINE = Duration.ofSeconds(5);

  List<CheckFinding> of(BackendRequirements surroundings) {
    List<CheckFinding> findings = new ArrayList<>();
    surroundings.commands().forEach(command -> findings.add(command(command)));
    if (!surroundings.credentials().isEmpty()) {
      findings.add(credentials(surroundings.credentials()));
    }
    surroundings.services().forEach(service -> findings.add(service(service)));
    surroundings.readable().forEach(path -> findings.add(readable(path)));
    surroundings.writable().forEach(folder -> findings.add(writable(folder)));
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
                    "no such program",
                    "install it, or correct the settings that name it"));
  }

  private Optional<Path> find(String command) {
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
                        + String.join("; ", ways.stream().map(EnvironmentCheck::words).toList())));
  }

  private boolean isThere(Credential way) {
    return way.variables().stream().noneMatch(name -> value(name).isEmpty())
        && way.files().stream().allMatch(Files::isReadable);
  }

  private String value(String variable) {
    return environment.getOrDefault(variable, "");
  }

  private static String words(Credential way) {
    List<String> parts = new ArrayList<>(way.variables());
    way.files().forEach(file -> parts.add(file.toString()));
    return way.name() + " (" + String.join(", ", parts) + ")";
  }

  /** Any answer will do: what it says without signing in does not matter. */
  private static CheckFinding service(URI service) {
    String mend = "check name resolution, proxy and firewall";
    try {
      HttpClient client = HttpClient.newBuilder().connectTimeout(DEADLINE).build();
      HttpResponse<Void> answer =
          client.send(
              HttpRequest.newBuilder(service).timeout(DEADLINE).GET().build(),
              HttpResponse.BodyHandlers.discarding());
      return CheckFinding.ok(
          Area.NETWORK, service.toString(), "answers (" + answer.statusCode() + ")");
    } catch (IOException e) {
      return CheckFinding.failed(Area.NETWORK, service.toString(), "does not answer: " + e, mend);
    } catch (IllegalArgumentException e) {
      return CheckFinding.failed(
          Area.NETWORK, service.toString(), "is no http address", "correct the settings");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CheckFinding.failed(Area.NETWORK, service.toString(), "interrupted", mend);
    }
  }

  private static CheckFinding readable(Path path) {
    return Files.isReadable(path)
        ? CheckFinding.ok(Area.PERMISSIONS, path.toString(), "can be read")
        : CheckFinding.failed(
            Area.PERMISSIONS,
            path.toString(),
            Files.exists(path) ? "cannot be read" : "is not there",
            "make it, or let this user read it");
  }

  private static CheckFinding writable(Path folder) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      Files.delete(Files.createTempFile(there, ".retrain", ".probe"));
      long free = Files.getFileStore(there).getUsableSpace() / (1 << 20);
      return CheckFinding.ok(
          Area.PERMISSIONS, folder.toString(), "can be written, " + free + " MiB free");
    } catch (IOException e) {
      return CheckFinding.failed(
          Area.PERMISSIONS,
          folder.toString(),
          "cannot be written: " + e.getMessage(),
          "let this user write there, or name another folder in the settings");
    }
  }
}
