package dev.retrain.backend.local;

import dev.retrain.api.pipeline.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds secrets: in a folder with a file per secret, or a folder per secret with a file per entry,
 * where the settings name one; else in variables of this process. Values are never written to disk
 * nor shown.
 */
final class Secrets {

  private Secrets() {}

  static Optional<String> read(LocalSettings settings, SecretRef secret) throws IOException {
    if (settings.secretsFolder().isEmpty()) {
      return Optional.ofNullable(System.getenv(variable(secret)));
    }
    Path file = file(settings.secretsFolder().get(), secret);
    return Files.isRegularFile(file)
        ? Optional.of(Files.readString(file).stripTrailing())
        : Optional.empty();
  }

  private static Path file(Path folder, SecretRef secret) {
    Path named = folder.resolve(secret.name());
    return secret.key().map(named::resolve).orElse(named).normalize();
  }

  /**
   * Returns the variable of this process that holds a secret: its name in upper case with
   * underscores.
   */
  static String variable(SecretRef secret) {
    String name = secret.key().map(key -> secret.name() + "_" + key).orElse(secret.name());
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
  }
}
