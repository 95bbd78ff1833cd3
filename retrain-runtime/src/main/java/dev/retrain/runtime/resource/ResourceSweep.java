package dev.retrain.runtime.resource;

import dev.retrain.api.document.Durations;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.rollout.Target;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.runtime.phase.LoopPolicy;
import dev.retrain.runtime.phase.LoopState;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.Traffic;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.CreatedResource;
import dev.retrain.spi.state.CreatedResource.Kind;
import dev.retrain.spi.state.ResourceLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what outlived its time, and forgets what is gone. A resource of production or without a tag
 * Environment is never ended, nor is a version that has traffic, an alias, or a part in a rollout.
 */
public final class ResourceSweep {

  /** How long resources outside production live. */
  public static final Duration TIME_TO_LIVE = Duration.ofHours(8);

  /**
   * How long something that is not shown stays recorded: services show things late, or not once.
   */
  private static final Duration MISSING_FOR = Duration.ofDays(1);

  /** The start of the detail of an entry that the last look did not show, before the time. */
  private static final String MISSING = "missing since ";

  /** The detail of an entry whose end was decided. */
  private static final String ENDING = "ending";

  private static final Logger LOG = LoggerFactory.getLogger(ResourceSweep.class);

  private final ResourceLedger ledger;
  private final Backend backend;
  private final ModelRegistry registry;
  private final Function<Target, Optional<Deployer>> deployers;
  private final Duration timeToLive;

  /** Creates a sweep of what a backend and its deployers hold. */
  public ResourceSweep(
      ResourceLedger ledger,
      Backend backend,
      ModelRegistry registry,
      Function<Target, Optional<Deployer>> deployers,
      Duration timeToLive) {
    this.ledger = ledger;
    this.backend = backend;
    this.registry = registry;
    this.deployers = deployers;
    this.timeToLive = timeToLive;
  }

  /**
   * Sweeps the resources of a retraining.
   *
   * @param state as it is stored; empty before its first tick
   * @param log receives a decision before each end
   */
  public void sweep(
      LoopPolicy policy, Optional<LoopState> state, Instant now, Consumer<Decision> log) {
    for (CreatedResource resource : ledger.of(policy.model())) {
      try {
        if (resource.backend().equals(backend.name())) {
          look(resource, policy, state, now, log);
        }
      } catch (RetrainException e) {
        LOG.warn("{}: {} is looked at again later: {}", policy, resource, e.getMessage());
      }
    }
  }

  private void look(
      CreatedResource resource,
      LoopPolicy policy,
      Optional<LoopState> state,
      Instant now,
      Consumer<Decision> log) {
    if (resource.kind() == Kind.RUN) {
      run(resource, policy, now, log);
    } else if (resource.kind() == Kind.DEPLOYMENT) {
      Optional<String> version = Recording.version(resource, policy.target());
      Optional<Deployer> deployer = deployers.apply(policy.target());
      if (version.isPresent() && deployer.isPresent()) {
        deployment(
            resource,
            version.get(),
            deployer.get(),
            protectedVersions(policy, state, deployer.get()),
            new Ending(policy, now, log));
      }
    }
  }

  private void run(
      CreatedResource resource, LoopPolicy policy, Instant now, Consumer<Decision> log) {
    Optional<RunHandle> run = backend.find(new RunKey(resource.id()));
    if (run.isEmpty()) {
      missing(resource, now);
      return;
    }
    CreatedResource shown = shown(resource);
    RunStatus status = backend.status(run.get());
    boolean lost = status instanceof RunStatus.Lost;
    if (status.terminal() && !lost) {
      ledger.remove(shown);
    } else if (shown.hasOutlived(timeToLive, now)) {
      new Ending(policy, now, log).decide(shown);
      backend.cancel(run.get());
    }
  }

  private void deployment(
      CreatedResource resource,
      String version,
      Deployer deployer,
      Set<String> kept,
      Ending ending) {
    if (!deployer.health().containsKey(version)) {
      missing(resource, ending.now());
      return;
    }
    CreatedResource shown = shown(resource);
    if (shown.hasOutlived(timeToLive, ending.now()) && !kept.contains(version)) {
      ending.decide(shown);
      deployer.retire(version);
    }
  }

  /**
   * Forgets what no look has shown for a day; a single one that does not show it is no evidence.
   */
  private void missing(CreatedResource resource, Instant now) {
    if (!resource.detail().startsWith(MISSING)) {
      ledger.put(resource.withDetail(MISSING + now));
    } else if (Instant.parse(resource.detail().substring(MISSING.length()))
        .plus(MISSING_FOR)
        .isBefore(now)) {
      ledger.remove(resource);
    }
  }

  private CreatedResource shown(CreatedResource resource) {
    if (!resource.detail().startsWith(MISSING)) {
      return resource;
    }
    CreatedResource again = resource.withDetail("");
    ledger.put(again);
    return again;
  }

  /** Returns the versions that users see, may see, or may see again. */
  private Set<String> protectedVersions(
      LoopPolicy policy, Optional<LoopState> state, Deployer deployer) {
    Set<String> kept = new TreeSet<>();
    for (String alias : List.of(ModelRegistry.CHAMPION, ModelRegistry.PREVIOUS)) {
      registry.aliasTarget(policy.model(), alias).ifPresent(kept::add);
    }
    deployer.split().ifPresent(split -> kept.addAll(versions(split)));
    deployer
        .traffic()
        .ifPresent(
            traffic -> {
              traffic.current().ifPresent(split -> kept.addAll(versions(split)));
              if (traffic instanceof Traffic.Updating updating) {
                kept.addAll(versions(updating.to()));
              }
            });
    state.ifPresent(known -> kept.addAll(known.versions()));
    return kept;
  }

  private static Set<String> versions(TrafficSplit split) {
    Set<String> all = new TreeSet<>(split.live().keySet());
    all.addAll(split.mirrored().keySet());
    return all;
  }

  /** Decides ends, once per resource. */
  private final class Ending {
    private final LoopPolicy policy;
    private final Instant now;
    private final Consumer<Decision> log;

    Ending(LoopPolicy policy, Instant now, Consumer<Decision> log) {
      this.policy = policy;
      this.now = now;
      this.log = log;
    }

    Instant now() {
      return now;
    }

    void decide(CreatedResource resource) {
      if (resource.detail().equals(ENDING)) {
        return;
      }
      log.accept(
          new Decision(
              policy.name(),
              now,
              Decision.Kind.ENDED,
              "time to live",
              "the " + resource + " is ended",
              "it was created at "
                  + resource.created()
                  + " outside production, where resources live for "
                  + Durations.format(timeToLive),
              Facts.NONE
                  .with("created", resource.created())
                  .with("environment", resource.tags().getOrDefault("Environment", ""))
                  .toNode(),
              resource.kind() == Kind.RUN ? Optional.of(resource.id()) : Optional.empty(),
              Optional.empty()));
      ledger.put(resource.withDetail(ENDING));
    }
  }
}
