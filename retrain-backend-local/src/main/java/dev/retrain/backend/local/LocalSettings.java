package dev.retrain.backend.local;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Settings;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.backend.local.process.ChildEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where and how pipelines run on this machine.
 *
 * @param folder where programs of this machine work: that of the settings file
 * @param artifactRoot holds runs, the cache and the registry
 * @param registryRoot holds models' versions and aliases
 * @param dataRoot what relative sources and schemas of standard steps start from
 * @param images image to the first words of a child process's command
 * @param containerEngine the command that runs other images; empty for none
 * @param parallelism how many step processes, functions and trials run at once
 * @param stepTimeout for steps that have none of their own
 * @param stepsCommand the words that start the standard steps; empty for this Java
 * @param stepsJvmOptions for standard steps that are processes of this Java
 * @param secretsFolder a file per secret; empty for variables of this process
 * @param inheritEnvironment variables of this process that steps inherit besides those that {@link
 *     ChildEnvironment} names; prefixes where they end with {@code *}
 */
record LocalSettings(
    Path folder,
    Path artifactRoot,
    Path registryRoot,
    Path dataRoot,
    Map<String, List<String>> images,
    List<String> containerEngine,
    int parallelism,
    Optional<Duration> stepTimeout,
    List<String> stepsCommand,
    List<String> stepsJvmOptions,
    Optional<Path> secretsFolder,
    List<String> inheritEnvironment) {

  /** The content of a settings file, before paths are resolved. */
  private record Written(
      String artifactRoot,
      Optional<String> registryRoot,
      String dataRoot,
      Map<String, List<String>> images,
      List<String> containerEngine,
      Optional<Long> parallelism,
      Optional<Duration> stepTimeout,
      List<String> stepsCommand,
      List<String> stepsJvmOptions,
      Optional<String> secretsFolder,
      List<String> inheritEnvironment) {}

  static final String DEFAULT_ROOT = ".retrain";
  static final List<String> JVM_OPTIONS = List.of("-XX:+UseSerialGC", "-Xshare:auto");

  private static final Shape<List<String>> WORDS = Shapes.list(Shapes.text());
  private static final Shape<Written> SHAPE = shape();

  LocalSettings {
    images = Collections.unmodifiableMap(new TreeMap<>(images));
    containerEngine = List.copyOf(containerEngine);
    stepsCommand = List.copyOf(stepsCommand);
    stepsJvmOptions = List.copyOf(stepsJvmOptions);
    inheritEnvironment = List.copyOf(inheritEnvironment);
  }

  /** Reads settings; relative paths start from their folder. */
  static LocalSettings of(Settings settings) {
    Written written = settings.as(SHAPE);
    Path root = absolute(settings.resolve(written.artifactRoot()));
    Path folder = absolute(settings.folder());
    Map<String, List<String>> images = new TreeMap<>();
    written
        .images()
        .forEach(
            (image, words) ->
                images.put(image, words.stream().map(word -> expand(word, folder)).toList()));
    return new LocalSettings(
        folder,
        root,
        written
            .registryRoot()
            .map(path -> absolute(settings.resolve(path)))
            .orElseGet(() -> root.resolve(".registry")),
        absolute(settings.resolve(written.dataRoot())),
        images,
        written.containerEngine().stream().map(word -> expand(word, folder)).toList(),
        written.parallelism().map(Math::toIntExact).orElseGet(LocalSettings::processors),
        written.stepTimeout(),
        written.stepsCommand().stream().map(word -> expand(word, folder)).toList(),
        written.stepsJvmOptions().stream().map(word -> expand(word, folder)).toList(),
        written.secretsFolder().map(path -> absolute(settings.resolve(path))),
        written.inheritEnvironment());
  }

  /** Settings of one folder, with nothing bound. */
  static LocalSettings in(Path artifactRoot) {
    Path root = absolute(artifactRoot);
    return new LocalSettings(
        absolute(Path.of("")),
        root,
        root.resolve(".registry"),
        absolute(Path.of("")),
        Map.of(),
        List.of(),
        processors(),
        Optional.empty(),
        List.of(),
        JVM_OPTIONS,
        Optional.empty(),
        List.of());
  }

  LocalSettings withImages(Map<String, List<String>> table) {
    return new LocalSettings(
        folder,
        artifactRoot,
        registryRoot,
        dataRoot,
        table,
        containerEngine,
        parallelism,
        stepTimeout,
        stepsCommand,
        stepsJvmOptions,
        secretsFolder,
        inheritEnvironment);
  }

  LocalSettings withDataRoot(Path folder) {
    return new LocalSettings(
        folder,
        artifactRoot,
        registryRoot,
        absolute(folder),
        images,
        containerEngine,
        parallelism,
        stepTimeout,
        stepsCommand,
        stepsJvmOptions,
        secretsFolder,
        inheritEnvironment);
  }

  LocalSettings withStepsCommand(List<String> words) {
    return new LocalSettings(
        folder,
        artifactRoot,
        registryRoot,
        dataRoot,
        images,
        containerEngine,
        parallelism,
        stepTimeout,
        words,
        stepsJvmOptions,
        secretsFolder,
        inheritEnvironment);
  }

  LocalSettings withParallelism(int atOnce) {
    return new LocalSettings(
        folder,
        artifactRoot,
        registryRoot,
        dataRoot,
        images,
        containerEngine,
        atOnce,
        stepTimeout,
        stepsCommand,
        stepsJvmOptions,
        secretsFolder,
        inheritEnvironment);
  }

  /** Returns what steps inherit of the variables of this process. */
  ChildEnvironment inherited(Map<String, String> variables) {
    return ChildEnvironment.of(variables, inheritEnvironment);
  }

  /** Returns a word of a command with {@code ${settings}} and {@code ${java}} replaced. */
  String expand(String word) {
    return expand(word, folder);
  }

  private static String expand(String word, Path folder) {
    return word.replace("${settings}", folder.toString()).replace("${java}", StepsJava.launcher());
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static Shape<Written> shape() {
    ObjectShape.Builder<Written> all = ObjectShape.named("LocalSettings");
    var root =
        all.optional(
            "artifactRoot",
            Shapes.text(),
            DEFAULT_ROOT,
            Written::artifactRoot,
            "the folder of runs, cache and registry");
    var registry =
        all.maybe(
            "registryRoot",
            Shapes.text(),
            Written::registryRoot,
            "the folder of registered models");
    var data =
        all.optional(
            "dataRoot",
            Shapes.text(),
            "",
            Written::dataRoot,
            "what relative sources of standard steps start from; the settings' folder if absent");
    var images =
        all.optional(
            "images",
            Shapes.map(WORDS),
            Map.of(),
            Written::images,
            "image to the first words of a process's command; ${settings} and ${java} are"
                + " replaced");
    var engine =
        all.optional(
            "containerEngine",
            WORDS,
            List.of(),
            Written::containerEngine,
            "the command that runs images not in the table, such as [docker]");
    var parallelism =
        all.maybe("parallelism", Shapes.integer(1, 1000), Written::parallelism, "steps at once");
    var timeout =
        all.maybe(
            "stepTimeout", Shapes.duration(), Written::stepTimeout, "for steps without their own");
    var steps =
        all.optional(
            "stepsCommand",
            WORDS,
            List.of(),
            Written::stepsCommand,
            "what starts the standard steps in place of this Java");
    var options =
        all.optional(
            "stepsJvmOptions",
            WORDS,
            JVM_OPTIONS,
            Written::stepsJvmOptions,
            "for standard steps on this Java");
    var secrets =
        all.maybe("secretsFolder", Shapes.text(), Written::secretsFolder, "a file per secret");
    var inherit =
        all.optional(
            "inheritEnvironment",
            WORDS,
            List.of(),
            Written::inheritEnvironment,
            "variables that steps inherit besides the usual ones; NAME or PREFIX*");
    return all.build(
        f ->
            new Written(
                f.get(root),
                f.find(registry),
                f.get(data),
                f.get(images),
                f.get(engine),
                f.find(parallelism),
                f.find(timeout),
                f.get(steps),
                f.get(options),
                f.find(secrets),
                f.get(inherit)));
  }
}
