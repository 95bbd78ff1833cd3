package dev.retrain.spi.backend;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * What a backend requires of its environment, as data that {@code retrain doctor} checks.
 *
 * @param writable folders that are written to; they need not exist yet
 * @param readable files and folders that must exist
 * @param commands programs that are started, as paths or by name
 * @param credentials ways to sign in, one of which must be available; none where no sign-in is
 *     needed
 * @param services addresses that must answer
 */
public record BackendRequirements(
    List<Path> writable,
    List<Path> readable,
    List<String> commands,
    List<Credential> credentials,
    List<URI> services) {

  /** Copies the lists. */
  public BackendRequirements {
    writable = List.copyOf(writable);
    readable = List.copyOf(readable);
    commands = List.copyOf(commands);
    credentials = List.copyOf(credentials);
    services = List.copyOf(services);
  }

  /** Returns requirements of credentials and services alone. */
  public static BackendRequirements remote(List<Credential> credentials, List<URI> services) {
    return new BackendRequirements(List.of(), List.of(), List.of(), credentials, services);
  }

  /**
   * A way to sign in, available when all its variables and files are. Their contents are not read.
   *
   * @param name its usual name
   * @param variables environment variables that must be set
   * @param files that must exist
   */
  public record Credential(String name, List<String> variables, List<Path> files) {

    /** Copies the lists. */
    public Credential {
      variables = List.copyOf(variables);
      files = List.copyOf(files);
    }

    /** Returns a credential held in environment variables. */
    public static Credential variables(String name, String... variables) {
      return new Credential(name, List.of(variables), List.of());
    }

    /** Returns a credential held in a file. */
    public static Credential file(String name, Path file) {
      return new Credential(name, List.of(), List.of(file));
    }
  }
}
