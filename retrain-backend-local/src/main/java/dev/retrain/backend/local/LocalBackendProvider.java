package dev.retrain.backend.local;

import dev.retrain.api.document.Settings;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.BackendContext;
import dev.retrain.spi.backend.BackendProvider;
import dev.retrain.spi.backend.BackendRequirements;
import dev.retrain.spi.backend.Translator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the backend {@code local} from settings; see docs/local-backend.md for their keys. */
public final class LocalBackendProvider implements BackendProvider {

  @Override
  public String name() {
    return LocalTranslator.NAME;
  }

  @Override
  public Backend create(Settings settings, BackendContext context) {
    return new LocalBackend(LocalSettings.of(settings), Map.of(), context.clock());
  }

  /** Returns the folder of runs, versions and endpoints that settings name. */
  public static Path artifactRoot(Settings settings) {
    return LocalSettings.of(settings).artifactRoot();
  }

  @Override
  public Translator translator(Settings settings) {
    return new LocalTranslator(new Bindings(LocalSettings.of(settings), Map.of()));
  }

  private static List<Path> readable(LocalSettings read) {
    List<Path> all = new ArrayList<>();
    read.secretsFolder().ifPresent(all::add);
    // Files that the settings name beside themselves, such as a script for an interpreter.
    read.images().values().stream()
        .flatMap(List::stream)
        .filter(word -> word.startsWith(read.folder() + "/"))
        .map(Path::of)
        .sorted()
        .distinct()
        .forEach(all::add);
    return all;
  }

  /** Returns settings with which a container engine runs every image. */
  @Override
  public Settings placeholderSettings() {
    return Settings.parse("containerEngine: [docker]\n", "placeholder");
  }

  /** Returns the folders it works in, and the programs that images stand for. */
  @Override
  public BackendRequirements requirements(Settings settings, Map<String, String> environment) {
    LocalSettings read = LocalSettings.of(settings);
    List<String> commands = new ArrayList<>();
    read.images().values().stream()
        .filter(words -> !words.isEmpty())
        .map(words -> words.get(0))
        .forEach(commands::add);
    read.containerEngine().stream().findFirst().ifPresent(commands::add);
    commands.add(read.stepsCommand().stream().findFirst().orElseGet(StepsJava::launcher));
    return new BackendRequirements(
        List.of(read.artifactRoot(), read.registryRoot()),
        readable(read),
        commands.stream().distinct().sorted().toList(),
        List.of(),
        List.of());
  }
}
