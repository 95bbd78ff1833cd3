package dev.retrain.runtime.resource;

import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.retraining.Tag;
import dev.retrain.api.rollout.Target;
import dev.retrain.spi.backend.RunSummary;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.state.CreatedResource;
import dev.retrain.spi.state.CreatedResource.Kind;
import dev.retrain.spi.state.ResourceLedger;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Records what is created on one backend.
 *
 * @param backend its name
 */
public record Recording(ResourceLedger ledger, String backend, Clock clock) {

  private static final String AT = "@";

  /** Records a run that is about to be submitted; one that was recorded keeps its time. */
  public void run(Submission submission) {
    add(
        Kind.RUN,
        submission.key().value(),
        RunSummary.model(submission.pipeline()),
        submission.tags());
  }

  void deployment(Target target, ApprovedModel model) {
    add(
        Kind.DEPLOYMENT,
        id(target, model.version().version()),
        model.version().model(),
        ownership(model.version().tags()));
  }

  private void add(Kind kind, String id, String model, Map<String, String> tags) {
    ledger.add(new CreatedResource(kind, backend, id, model, clock.instant(), ownership(tags), ""));
  }

  /** Returns who owns it and where it belongs; the other tags are at the service. */
  private static Map<String, String> ownership(Map<String, String> tags) {
    Map<String, String> kept = new TreeMap<>(Tag.spelled(tags));
    kept.keySet().removeIf(key -> !key.equals(Tag.OWNER) && !key.equals(Tag.ENVIRONMENT));
    return kept;
  }

  private static String id(Target target, String version) {
    return target + AT + version;
  }

  /** Returns the version of a deployment on a target; empty for one on another target. */
  static Optional<String> version(CreatedResource deployment, Target target) {
    String prefix = target + AT;
    return deployment.id().startsWith(prefix)
        ? Optional.of(deployment.id().substring(prefix.length()))
        : Optional.empty();
  }
}
