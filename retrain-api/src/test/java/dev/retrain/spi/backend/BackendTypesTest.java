package dev.retrain.spi.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Settings;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.Problem;
import dev.retrain.api.error.UnsupportedFeature;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.retraining.RetrainMode;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendTypesTest {

  private static final Pipeline EVERYTHING =
      Pipeline.read(Path.of("../examples/pipelines/everything.yaml"));

  private static Map<Capability, Support> allNative() {
    Map<Capability, Support> all = new EnumMap<>(Capability.class);
    for (Capability capability : Capability.values()) {
      all.put(capability, Support.natively("itself"));
    }
    return all;
  }

  @Test
  void aProductionRunNeedsOwnerAndEnvironmentATrialDoesNot() {
    Pipeline pipeline = Pipeline.read(Path.of("../examples/pipelines/minimal.yaml"));
    Submission bare =
        Submission.of(
            pipeline, new RunKey("a-1"), Map.of(), RetrainMode.FULL, "md5:22a1a2", "test");

    assertThat(bare.tagProblems())
        .allMatch(Problem::isError)
        .extracting(Problem::code)
        .containsExactly("no-owner", "no-environment");
    assertThat(bare.sampled(0.1).tagProblems()).noneMatch(Problem::isError);
    assertThat(bare.withTags(Map.of("Mode", "ci")).isTrial()).isTrue();
    assertThat(bare.withTags(Map.of("owner", "risk", "Environment", "prod")).tagProblems())
        .isEmpty();
    assertThat(bare.withTags(Map.of("owner", "risk")).tags()).containsEntry("Owner", "risk");
    assertThat(bare.data().text()).isEqualTo("md5:22a1a2");
  }

  @Test
  void aTrialCarriesTheTagThatKeepsItFromBeingAdopted() {
    Submission serious =
        Submission.of(
            Pipeline.read(Path.of("../examples/pipelines/minimal.yaml")),
            new RunKey("a-1"),
            Map.of(),
            RetrainMode.FULL,
            "md5:22a1a2",
            "test");

    assertThat(serious.tags()).doesNotContainKey(Submission.ADOPT_TAG);
    assertThat(serious.sampled(0.1).tags()).containsEntry("retrain.adopt", "false");
    assertThat(serious.withTags(Map.of("Mode", "ci")).tags())
        .containsEntry("retrain.adopt", "false");
  }

  @Test
  void knowsEveryCapabilityTheEverythingPipelineNeeds() {
    Set<Capability> used =
        CapabilityUse.of(EVERYTHING).stream()
            .map(CapabilityUse::capability)
            .collect(Collectors.toSet());

    assertThat(used)
        .contains(
            Capability.PROCESS,
            Capability.TRAIN,
            Capability.TUNE_RANDOM,
            Capability.EVALUATE,
            Capability.STANDARD_STEPS,
            Capability.GATE,
            Capability.CHAMPION,
            Capability.PARAMETERS,
            Capability.HYPERPARAMETERS,
            Capability.RETRY,
            Capability.TIMEOUT,
            Capability.CACHE,
            Capability.CPU_MEMORY,
            Capability.GPU,
            Capability.SPOT,
            Capability.DISK,
            Capability.ENVIRONMENT,
            Capability.SECRETS,
            Capability.IDENTITY,
            Capability.TAGS,
            Capability.SERVING)
        .doesNotContain(Capability.MULTI_NODE, Capability.TUNE_BAYESIAN, Capability.STEP_IDENTITY);
  }

  @Test
  void refusesWhatIsDeclaredAbsentWithStepReasonAndFix() {
    Map<Capability, Support> declared = allNative();
    declared.put(Capability.GPU, Support.absent("no accelerators here", "ask for cores instead"));
    declared.put(Capability.GATE, Support.absent("no conditions", "use another backend"));

    Preflight preflight = Preflight.of(EVERYTHING, Capabilities.of(declared));

    assertThat(preflight.passed()).isFalse();
    assertThat(preflight.problems())
        .extracting(Problem::subject)
        .containsExactly("step train", "pipeline everything");
    assertThatThrownBy(() -> preflight.orThrow("tiny", EVERYTHING))
        .isInstanceOf(UnsupportedFeature.class)
        .hasMessageContaining("no accelerators here")
        .hasMessageContaining("ask for cores instead");
  }

  @Test
  void passesWhatIsDeclaredAndRefusesOtherProblemsAsInvalid() {
    Preflight passed = Preflight.of(EVERYTHING, Capabilities.of(allNative()));
    Preflight limited =
        passed.and(List.of(Problem.error("too-long", "name", "pipeline", "too long", "Shorten")));

    assertThat(passed.passed()).isTrue();
    passed.orThrow("tiny", EVERYTHING);
    assertThatThrownBy(() -> limited.orThrow("tiny", EVERYTHING))
        .isInstanceOf(InvalidDefinitionException.class);
  }

  @Test
  void takesNoSilenceForADeclaration() {
    Map<Capability, Support> declared = allNative();
    declared.remove(Capability.SPOT);

    assertThatThrownBy(() -> Capabilities.of(declared)).hasMessageContaining("SPOT");
  }

  @Test
  void describesHowACapabilityIsThere() {
    Map<Capability, Support> declared = allNative();
    declared.put(Capability.SPOT, Support.emulated("ordinary machines"));
    declared.put(Capability.DISK, Support.absent("no disks", "none"));
    Capabilities capabilities = Capabilities.of(declared);

    assertThat(capabilities.of(Capability.SPOT).word()).isEqualTo("emulated");
    assertThat(capabilities.of(Capability.DISK).word()).isEqualTo("unsupported");
    assertThat(capabilities.of(Capability.DISK).how()).isEqualTo("no disks");
    assertThat(capabilities.of(Capability.GPU).word()).isEqualTo("native");
    assertThat(capabilities.of(Capability.GPU).how()).isEqualTo("itself");
    assertThat(capabilities.has(Capability.SPOT)).isTrue();
    assertThat(capabilities.has(Capability.DISK)).isFalse();
    assertThat(capabilities.all()).hasSize(Capability.values().length);
  }

  @Test
  void keysOneFiringAlwaysTheSame() {
    RunKey key = RunKey.of("flights", "2001-02-05T03:00:00Z", 1);

    assertThat(RunKey.of("flights", "2001-02-05T03:00:00Z", 1)).isEqualTo(key);
    assertThat(key.value()).startsWith("flights-").hasSize("flights-".length() + 16);
    assertThat(RunKey.of("flights", "2001-02-05T03:00:00Z", 2)).isNotEqualTo(key);
    assertThat(RunKey.of("f".repeat(60), "x", 1).value()).hasSizeLessThanOrEqualTo(63);
    assertThat(key).hasToString(key.value());
    assertThatThrownBy(() -> RunKey.of("flights", "x", 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RunKey("Not A Key")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bindsAndChecksASubmission() {
    Submission submission =
        Submission.of(
                EVERYTHING,
                RunKey.of("e", "1", 1),
                Map.of("rows", "5"),
                RetrainMode.FULL,
                "v1",
                "try")
            .sampled(0.5)
            .withChampion(Optional.empty())
            .withTags(Map.of("Run", "x"));

    assertThat(submission.parameters())
        .containsEntry("rows", "5")
        .containsEntry("verbose", "false");
    assertThat(submission.tags()).containsEntry("Owner", "risk").containsEntry("Run", "x");
    assertThatThrownBy(() -> submission.sampled(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                Submission.of(
                    EVERYTHING, RunKey.of("e", "1", 1), Map.of(), RetrainMode.FULL, "v1", " "))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tellsEndsFromWaypoints() {
    List<RunStatus> ends =
        List.of(
            new RunStatus.Succeeded(new RunStatus.RunOutputs(Map.of(), Map.of(), Optional.empty())),
            new RunStatus.Rejected(Map.of("auc", 0.5), "too low"),
            new RunStatus.Failed(Optional.of("train"), "exit code 1", List.of(), List.of()),
            new RunStatus.Cancelled(),
            new RunStatus.Lost("gone"));
    List<RunStatus> waypoints =
        List.of(new RunStatus.Pending(), new RunStatus.Running(), new RunStatus.Unknown("odd"));

    assertThat(ends).allMatch(RunStatus::terminal);
    assertThat(waypoints).noneMatch(RunStatus::terminal);
    assertThat(ends)
        .extracting(RunStatus::word)
        .containsExactly("succeeded", "rejected", "failed", "cancelled", "lost");
    assertThat(waypoints)
        .extracting(RunStatus::word)
        .containsExactly("pending", "running", "unknown");
  }

  @Test
  void readsSettingsAndRefusesUnknownKeys(@TempDir Path folder) throws Exception {
    record Place(String root) {}
    ObjectShape.Builder<Place> place = ObjectShape.named("Place");
    var root = place.required("root", Shapes.text(), Place::root, "where");
    ObjectShape<Place> shape = place.build(f -> new Place(f.get(root)));
    Path file = Files.writeString(folder.resolve("local.yaml"), "root: here\n");

    Settings settings = Settings.read(file);

    assertThat(settings.as(shape)).isEqualTo(new Place("here"));
    assertThat(settings.resolve("here")).isEqualTo(folder.resolve("here"));
    assertThat(Settings.of(Map.of("root", Node.of("x"))).as(shape).root()).isEqualTo("x");
    assertThatThrownBy(() -> Settings.parse("rot: x", "s.yaml").as(shape))
        .hasMessageContaining("s.yaml:1:1")
        .hasMessageContaining("Did you mean 'root'?");
  }

  @Test
  void listsWhatItFoundWhenABackendIsMissing() {
    ClassLoader loader = BackendTypesTest.class.getClassLoader();

    assertThatThrownBy(() -> Backends.provider("mars", loader))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("mars")
        .hasMessageContaining("retrain-backend-mars");
    assertThatThrownBy(() -> Backends.translator("mars", loader))
        .isInstanceOf(ConfigurationProblem.class);
  }

  @Test
  void namesTheBackendsThatCannotBeLoadedWhenOneIsMissing(@TempDir Path folder) throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(BackendProvider.class.getName()), "acme.NeverCompiled\n");
    ClassLoader loader =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, BackendTypesTest.class.getClassLoader());

    assertThatThrownBy(() -> Backends.translator("mars", loader))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("The BackendProvider cannot be loaded")
        .hasMessageContaining("acme.NeverCompiled");
    assertThat(Backends.problems(loader)).singleElement().asString().contains("NeverCompiled");
  }
}
