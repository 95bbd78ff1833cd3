package dev.retrain.cli.goldens;

import dev.retrain.api.metric.Percent;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.rollout.Target;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.cost.PriceList;
import dev.retrain.runtime.phase.LoopPolicy;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.FakeDeployer;
import dev.retrain.testkit.FixedFlags;
import dev.retrain.testkit.RunScript;
import dev.retrain.testkit.SettableClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What stood around a retraining when its state was kept: its runs, versions, aliases and traffic,
 * read from a file of properties and made anew from fakes.
 */
final class RecordedCollaborators {

  private static final Duration EACH = Duration.ofMillis(20);
  private static final String FLAG = "force";

  final SettableClock clock;
  final FakeBackend backend;
  private final LoopPolicy policy;
  private final FixedFlags flags = new FixedFlags();
  private final Retrainer retrainer;

  RecordedCollaborators(String name, Path store, LoopPolicy policy, StateStore state)
      throws IOException {
    Properties kept = Goldens.properties("worlds/" + name + ".properties");
    this.policy = policy;
    this.clock = SettableClock.at(kept.getProperty("clock"));
    this.backend = new FakeBackend(clock);
    words(kept, "runs").forEach(run -> run(run, store));
    words(kept, "registered").forEach(this::register);
    entries(kept, "alias.").forEach(this::point);
    endpoint().ifPresent(target -> serve(target, kept));
    for (int version = 1; version <= Integer.parseInt(kept.getProperty("flag")); version++) {
      flags.set(FLAG, version % 2 == 0);
    }
    Retrainer.Builder builder =
        Retrainer.on(backend)
            .store(state)
            .clock(clock)
            .flags(flags)
            .prices(PriceList.read(store.resolve("prices.yaml")));
    policy.training().ifPresentOrElse(builder::add, () -> builder.add(policy.rolloutPolicy()));
    this.retrainer = builder.build();
  }

  /** A run as {@code key:end}; one that has not ended does so after an hour. */
  private void run(String word, Path store) {
    String key = word.substring(0, word.indexOf(':'));
    RunScript well =
        RunScript.succeeds(Map.of("auc", 0.8))
            .tagged(ModelVersion.PROFILE_TAG, store.resolve("profile").toUri().toString());
    backend.nextRun(
        switch (word.substring(key.length() + 1)) {
          case "rejected" -> RunScript.rejects(Map.of("auc", 0.5), "the gate says no");
          case "running" -> well.after(Duration.ofHours(1));
          default -> well;
        });
    backend.status(
        backend.submit(
            Submission.of(
                policy.pipeline(), new RunKey(key), Map.of(), RetrainMode.FULL, "v", "kept")));
  }

  /** A version that no run of this backend made. */
  private void register(String run) {
    backend
        .registry()
        .register(
            policy.model(), run, URI.create("fake:/m"), Map.of(ModelVersion.GATE_TAG, "passed"));
  }

  private void point(String alias, String version) {
    ModelRegistry registry = backend.registry();
    Optional<String> now = registry.byAlias(policy.model(), alias).map(ModelVersion::version);
    registry.moveAlias(policy.model(), alias, now, Optional.of(version));
  }

  private void serve(FakeDeployer target, Properties kept) {
    Map<String, String> health = entries(kept, "health.");
    health.forEach(
        (version, counts) -> {
          target.prepare(
              ApprovedModel.from(
                  backend.registry().version(policy.model(), version).orElseThrow()));
          int[] all = Stream.of(counts.split(" ")).mapToInt(Integer::parseInt).toArray();
          target.answered(version, all[0], all[1], EACH);
          target.outcome(version, "accuracy", 1, all[2]);
          target.outcome(version, "accuracy", 0, all[3]);
        });
    if (kept.containsKey("live")) {
      target.route(new TrafficSplit(shares(kept, "live"), shares(kept, "mirrored")));
    }
  }

  private static Map<String, Percent> shares(Properties kept, String key) {
    Map<String, Percent> shares = new TreeMap<>();
    words(kept, key)
        .forEach(
            word -> {
              String[] share = word.split(":");
              shares.put(share[0], Percent.percent(Double.parseDouble(share[1])));
            });
    return shares;
  }

  private static Stream<String> words(Properties kept, String key) {
    return Arrays.stream(kept.getProperty(key, "").split(",")).filter(word -> !word.isEmpty());
  }

  private static Map<String, String> entries(Properties kept, String prefix) {
    Map<String, String> found = new TreeMap<>();
    kept.stringPropertyNames().stream()
        .filter(name -> name.startsWith(prefix))
        .forEach(name -> found.put(name.substring(prefix.length()), kept.getProperty(name)));
    return found;
  }

  Optional<FakeDeployer> endpoint() {
    return policy.target() instanceof Target.Endpoint
        ? Optional.of(backend.fakeDeployer(policy.target()))
        : Optional.empty();
  }

  /** Returns the phase, and the version that is live if there is one. */
  String standing() {
    return retrainer.phase(policy.name())
        + backend
            .registry()
            .byAlias(policy.model(), ModelRegistry.CHAMPION)
            .map(version -> ", version " + version.version() + " is live")
            .orElse("");
  }

  /**
   * Ticks, once a minute; every version that is served answers, nine in ten of its labels right.
   */
  void minutes(int number) {
    for (int i = 0; i < number; i++) {
      endpoint().ifPresent(RecordedCollaborators::answers);
      clock.advance(Duration.ofMinutes(1));
      retrainer.tick();
    }
  }

  private static void answers(FakeDeployer target) {
    for (String version : target.health().keySet()) {
      target.answered(version, 100, 1, EACH);
      target.outcome(version, "accuracy", 1, 90);
      target.outcome(version, "accuracy", 0, 10);
    }
  }

  /** Switches the flag off and on, which asks for a run. */
  void flip() {
    flags.set(FLAG, false);
    minutes(1);
    flags.set(FLAG, true);
  }
}
