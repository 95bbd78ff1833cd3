package dev.retrain.runtime;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Target;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.runtime.phase.Challenger;
import dev.retrain.runtime.phase.LoopState;
import dev.retrain.runtime.phase.Phase;
import dev.retrain.runtime.phase.RollingOut;
import dev.retrain.runtime.phase.RolloutTerms;
import dev.retrain.runtime.rollout.RolloutPolicy;
import dev.retrain.runtime.rollout.RolloutState;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.state.StateStore;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A rollout on an endpoint that a person started by hand. It is kept in the store like that of a
 * retraining, with phases, requests and a decision log under a name of its own, so every process
 * that shares the store can advance it: give {@link #policy()} to a {@link Retrainer}.
 */
public final class ManualDeployment {

  private static final String PREFIX = "deployment/";
  static final String NAME = "deploy-";

  /** A key that only the earlier form has: a retraining which nothing ever started. */
  private static final String PIPELINE = "pipeline";

  private static final int LONGEST_WORD = 24;
  private static final int HASH = 8;

  private final StateStore store;
  private final RolloutPolicy policy;

  private ManualDeployment(StateStore store, RolloutPolicy policy) {
    this.store = store;
    this.policy = policy;
  }

  /**
   * What is to be rolled out.
   *
   * @param champion the version it replaces; empty for the first
   * @param plan what the traffic can show, for the log
   */
  public record Order(
      ApprovedModel model,
      String endpoint,
      Optional<String> champion,
      Rollout rollout,
      Node.Mapping plan) {}

  /** The rollout begun last on an endpoint; it may have ended. */
  public static Optional<ManualDeployment> of(StateStore store, String endpoint) {
    return store.load(PREFIX + endpoint).map(kept -> read(store, kept));
  }

  /** Those that have not ended, by endpoint. */
  public static List<ManualDeployment> underWay(StateStore store) {
    return all(store).stream().filter(ManualDeployment::isUnderWay).toList();
  }

  /** Returns the last rollout of every endpoint, including those that have ended. */
  public static List<ManualDeployment> all(StateStore store) {
    return store.keys(PREFIX).stream()
        .flatMap(key -> store.load(key).stream())
        .map(kept -> read(store, kept))
        .toList();
  }

  private static ManualDeployment read(StateStore store, StateStore.Snapshot kept) {
    Node document = Documents.parse(kept.body(), "a deployment of the store");
    boolean earlier = document instanceof Node.Mapping mapping && mapping.get(PIPELINE).isPresent();
    return new ManualDeployment(
        store,
        earlier
            ? RolloutPolicy.of(Retraining.fromNode(document))
            : DocumentReader.of(RolloutPolicy.shape(), document, "a deployment of the store"));
  }

  /**
   * Begins. No traffic moves before the first tick.
   *
   * @throws ConfigurationProblem if one is under way on the endpoint
   * @throws TransientFailure if another process began one at the same moment
   */
  public static ManualDeployment begin(StateStore store, Order order, Clock clock) {
    Optional<ManualDeployment> before = of(store, order.endpoint());
    if (before.filter(ManualDeployment::isUnderWay).isPresent()) {
      throw new ConfigurationProblem(
          "asked to roll out "
              + order.model().version()
              + ", but a rollout is under way on "
              + order.endpoint(),
          FailureContext.hint("let it end, or abort it"),
          null);
    }
    RolloutPolicy policy =
        new RolloutPolicy(
            name(order.endpoint()),
            order.model().version().model(),
            Target.endpoint(order.endpoint()),
            order.rollout());
    long version =
        store.load(PREFIX + order.endpoint()).map(StateStore.Snapshot::version).orElse(0L);
    ManualDeployment begun = new ManualDeployment(store, policy);
    if (!store.saveIfUnchanged(
            PREFIX + order.endpoint(),
            version,
            Documents.canonicalJson(RolloutPolicy.shape().write(policy)),
            List.of())
        || !begun.start(order, clock.instant())) {
      throw new TransientFailure(
          "asked to begin a rollout on " + order.endpoint() + ", another process was first");
    }
    return begun;
  }

  private boolean start(Order order, Instant now) {
    Optional<StateStore.Snapshot> kept = store.load(key());
    LoopState before =
        kept.map(snapshot -> LoopState.parse(snapshot.body(), key()))
            .orElseGet(() -> LoopState.begin(now));
    ModelVersion model = order.model().version();
    Challenger challenger = new Challenger(run(model), model.version());
    LoopState after =
        new LoopState(
            new RollingOut(
                challenger,
                RolloutState.begin(model.version(), order.champion()),
                now,
                Optional.of(RolloutTerms.of(policy))),
            before.memory().withoutStreaks());
    Decision decision =
        new Decision(
            policy.name(),
            now,
            Decision.Kind.ROLLOUT_STARTED,
            "request",
            "version " + model.version() + " begins its way to users",
            order.model().evidence() + "; asked by hand",
            Facts.NONE.with("plan", order.plan()).with("champion", order.champion()).toNode(),
            Optional.of(challenger.run().value()),
            Optional.of(model.version()));
    return store.saveIfUnchanged(
        key(),
        kept.map(StateStore.Snapshot::version).orElse(0L),
        after.toJson(),
        List.of(decision));
  }

  private RunKey run(ModelVersion model) {
    String tagged = model.tags().getOrDefault(ModelVersion.RUN_TAG, "");
    try {
      return new RunKey(tagged);
    } catch (IllegalArgumentException e) {
      return RunKey.of(policy.name(), tagged + model, 1); // registered by something else
    }
  }

  private String key() {
    return Retrainer.STATE_PREFIX + policy.name();
  }

  /** What a retrainer carries on. */
  public RolloutPolicy policy() {
    return policy;
  }

  /** Where it stands; empty before it ever began. */
  public Optional<Phase> phase() {
    return store.load(key()).map(kept -> LoopState.parse(kept.body(), key()).phase());
  }

  /** The version on its way; empty when it has arrived or was sent back. */
  public Optional<RolloutState> rollout() {
    return phase()
        .filter(RollingOut.class::isInstance)
        .map(phase -> ((RollingOut) phase).rollout());
  }

  /** Whether it has neither arrived, nor been sent back, nor halted. */
  public boolean isUnderWay() {
    return phase().filter(phase -> !phase.isAtRest()).isPresent();
  }

  /** Its decisions after one, in order. */
  public List<StateStore.LogEntry> log(long afterSequence) {
    return store.history(policy.name(), afterSequence);
  }

  /** A retraining's name has fewer letters than an endpoint's may have. */
  private static String name(String endpoint) {
    String plain = endpoint.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String letters = plain.replaceAll("^-|-$", "");
    String word = letters.isEmpty() ? "endpoint" : letters;
    return word.equals(endpoint) && word.length() <= LONGEST_WORD
        ? NAME + word
        : NAME
            + word.substring(0, Math.min(word.length(), LONGEST_WORD)).replaceAll("-$", "")
            + "-"
            + Documents.sha256(endpoint).substring(0, HASH);
  }
}
