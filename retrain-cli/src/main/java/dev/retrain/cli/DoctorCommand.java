package dev.retrain.cli;

import static java.util.stream.Collectors.joining;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.Settings;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.provider.Providers;
import dev.retrain.api.retraining.PartType;
import dev.retrain.artifacts.ArtifactFiles;
import dev.retrain.cli.CheckFinding.Area;
import dev.retrain.cli.CheckFinding.State;
import dev.retrain.drift.data.DatasetFormat;
import dev.retrain.spi.artifact.ArtifactStores;
import dev.retrain.spi.backend.BackendProvider;
import dev.retrain.spi.backend.Backends;
import dev.retrain.spi.backend.TranslatorProvider;
import dev.retrain.spi.registry.RegistryProvider;
import dev.retrain.spi.state.EmbeddedDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code retrain doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description =
        "Checks the requirements of a backend: versions, settings, credentials, network,"
            + " permissions. Exits with 1 when a check fails, with 4 when this version cannot run"
            + " there.")
final class DoctorCommand implements Callable<Integer> {

  private static final Path BESIDE = Path.of("retrain.yaml");

  @Mixin private final BackendOptions backend = new BackendOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    List<CheckFinding> findings = examine(BackendFolder.translator(backend.name()));
    output.print(document(findings), out -> CheckFinding.print(findings, out));
    if (CheckFinding.any(findings, State.FAILED)) {
      return ExitCode.FAILED;
    }
    return CheckFinding.any(findings, State.UNKNOWN) ? ExitCode.UNSUPPORTED : ExitCode.DONE;
  }

  private List<CheckFinding> examine(TranslatorProvider provider) {
    List<CheckFinding> findings = new ArrayList<>();
    findings.add(java());
    findings.add(CheckFinding.ok(Area.VERSIONS, "retrain", new BuildVersion().getVersion()[0]));
    Optional<Settings> given = Optional.empty();
    try {
      given = backend.settings(provider.name(), BESIDE);
      Settings settings = given.orElseGet(() -> assumed(provider));
      provider.translator(settings);
      var requirements = provider.requirements(settings, System.getenv());
      findings.add(settings(given));
      findings.addAll(new EnvironmentCheck(System.getenv()).of(requirements));
    } catch (RetrainException e) {
      findings.add(
          CheckFinding.failed(
              Area.SETTINGS,
              given.map(Settings::source).orElse("settings"),
              String.valueOf(e.getMessage()),
              "correct the settings"));
    }
    backend
        .operating()
        .filter(config -> config.backend().name().equals(provider.name()))
        .ifPresent(config -> findings.addAll(new ConfigCheck(config).findings()));
    ArtifactStores stores = ArtifactFiles.getDefault().stores();
    findings.add(
        CheckFinding.ok(
            Area.VERSIONS,
            "artifact stores",
            "file" + stores.names().stream().map(name -> ", " + name).collect(joining())));
    stores.problems().forEach(problem -> findings.add(notLoaded(problem)));
    providers(provider.name()).forEach(problem -> findings.add(notLoaded(problem)));
    if (!(provider instanceof BackendProvider)) {
      findings.add(
          CheckFinding.unknown(
              Area.PERMISSIONS,
              "permissions of the service",
              "this version can plan for " + provider.name() + " but not run there",
              "use retrain plan, and check permissions in the console of the service"));
    }
    return findings;
  }

  /** Returns what kept parts of any kind from being loaded, which commands then do without. */
  private static List<String> providers(String backend) {
    List<String> problems = new ArrayList<>(Backends.problems(BackendFolder.classes(backend)));
    problems.addAll(Providers.of(PartType.class).problems());
    problems.addAll(Providers.of(DatasetFormat.class).problems());
    problems.addAll(Providers.of(RegistryProvider.class).problems());
    problems.addAll(Providers.of(EmbeddedDatabase.class).problems());
    return problems;
  }

  private static CheckFinding notLoaded(String problem) {
    return CheckFinding.failed(
        Area.VERSIONS,
        "provider",
        problem,
        "add the libraries of its module, or remove the module");
  }

  /** Returns empty settings if the backend requires none, else placeholders. */
  private static Settings assumed(TranslatorProvider provider) {
    Settings none = Settings.of(Map.of());
    try {
      provider.translator(none);
      return none;
    } catch (RetrainException needsSome) {
      return provider.placeholderSettings();
    }
  }

  private static CheckFinding java() {
    Runtime.Version version = Runtime.version();
    return CheckFinding.ok(
        Area.VERSIONS, "Java", version + ", " + System.getProperty("java.vendor"));
  }

  private CheckFinding settings(Optional<Settings> given) {
    return given
        .map(settings -> CheckFinding.ok(Area.SETTINGS, settings.source(), "all keys are known"))
        .orElseGet(
            () ->
                CheckFinding.ok(
                    Area.SETTINGS,
                    "none given",
                    "defaults or placeholders are checked; name yours with --settings or "
                        + backend.name()
                        + ".yaml"));
  }

  private Node document(List<CheckFinding> findings) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("backend", Node.of(backend.name()));
    document.putAll(CheckFinding.document(findings).entries());
    return Node.of(document);
  }
}
