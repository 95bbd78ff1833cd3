package dev.retrain.spi.backend;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * What a backend needs of the world around it, for {@code retrain doctor} to look at: data, so that
 * one place does the looking.
 *
 * @param writable folders that are written to; they may still have to be made
 * @param readable files and folders that must be there
 * @param commands programs that are started, as paths or by name
 * @param credentials ways to sign in, one of which must be there; none where nobody signs in
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

  /** Nothing but ways to sign in and services. */
  public static BackendRequirements remote(List<Credential> credentials, List<URI> services) {
    return new BackendRequirements(List.of(), List.of(), List.of(), credentials, services);
  }

  /**
   * A way to sign in, which is there when all of it is. Only whether it is there is looked at.
   *
   * @param name what people call it
   * @param variables that must be set
   * @param files that must be there
   */
  public record Credential(String name, List<String> variables, List<Path> files) {

    /** Copies the lists. */
    public Credential {
      variables = List.copyOf(variables);
      files = List.copyOf(files);
    }

    /** One that stands in variables. */
    public static Credential variables(String name, String... variables) {
      return new Credential(name, List.of(variables), List.of());
    }

    /** One that stands in a file. */
    public static Credential file(String name, Path file) {
      return new Credential(name, List.of(), List.of(file));
    }
  }
}
