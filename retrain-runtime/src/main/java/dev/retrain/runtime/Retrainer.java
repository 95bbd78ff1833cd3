package dev.retrain.runtime;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Settings;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.Problem;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.rollout.Target;
import dev.retrain.api.source.FlagSource;
import dev.retrain.runtime.cost.CostHistory;
import dev.retrain.runtime.cost.PriceList;
import dev.retrain.runtime.cost.QuarterCost;
import dev.retrain.runtime.node.ClusterNode;
import dev.retrain.runtime.node.RetrainingLeases;
import dev.retrain.runtime.phase.Deadlines;
import dev.retrain.runtime.phase.LoopPolicy;
import dev.retrain.runtime.phase.LoopState;
import dev.retrain.runtime.provenance.Commit;
import dev.retrain.runtime.resource.Recording;
import dev.retrain.runtime.resource.RecordingBackend;
import dev.retrain.runtime.resource.RecordingDeployer;
import dev.retrain.runtime.resource.ResourceSweep;
import dev.retrain.runtime.rollout.RolloutPolicy;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.BackendContext;
import dev.retrain.spi.backend.Schedules;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.ResourceLedger;
import dev.retrain.spi.state.StateStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop over retrainings. {@link #tick()} is all it does; {@link #start()} only calls it on a
 * schedule. Several retrainers, in one process or many, may share a store: those that were started,
 * or named as nodes, divide the retrainings among themselves, and in any case the first to save
 * decides. Thread-safe: ticks come one after another.
 *
 * <p>A store that fails stops decisions, never serving: the tick goes on with the next retraining,
 * and the next tick tries again.
 */
public final class Retrainer implements AutoCloseable {

  /** The tag that says which retraining a run belongs to. */
  public static final String RETRAINING_TAG = "retrain.retraining";

  /** The tag that keeps a run from being adopted, with the value {@code false}. */
  public static final String ADOPT_TAG = Submission.ADOPT_TAG;

  static final String STATE_PREFIX = "retraining/";

  private static final Logger LOG = LoggerFactory.getLogger(Retrainer.class);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(30);
  private static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);

  private final Backend backend;
  private final StateStore store;
  private final RequestQueue requests;
  private final Duration every;
  private final RetrainingLeases leases;
  private final List<RetrainingLoop> loops;
  private final Clock clock;
  private final Housekeeping housekeeping;
  private final Map<String, String> failures = new TreeMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean stopping;
  private @Nullable ScheduledExecutorService timer;

  private Retrainer(Builder builder, Backend backend, StateStore store) {
    this.backend = backend;
    this.store = store;
    this.every = builder.every;
    this.requests = new RequestQueue(store, builder.policies.keySet());
    ResourceLedger ledger = ResourceLedger.in(store);
    Recording recording = new Recording(ledger, backend.name(), builder.clock);
    Backend recorded = new RecordingBackend(backend, recording);
    Map<Target, Deployer> deployers = new LinkedHashMap<>();
    builder.deployers.forEach(
        (target, own) -> deployers.put(target, new RecordingDeployer(own, target, recording)));
    Collaborators collaborators =
        new Collaborators(
            recorded,
            builder.registry == null ? backend.registry() : builder.registry,
            Map.copyOf(deployers),
            builder.flags,
            builder.parameters,
            builder.commit == null ? Commit.here() : Optional.of(builder.commit));
    this.leases = builder.leases(store);
    RetrainingLoop.Terms terms =
        new RetrainingLoop.Terms(
            store,
            requests,
            builder.clock,
            builder.deadlines,
            builder.listing(),
            builder.prices,
            leases,
            () -> stopping);
    this.clock = builder.clock;
    this.housekeeping =
        new Housekeeping(
            store,
            ledger,
            backend,
            new ResourceSweep(
                ledger,
                backend,
                collaborators.registry(),
                collaborators::deployer,
                builder.timeToLive),
            builder.policies.values(),
            leases);
    this.loops =
        builder.policies.values().stream()
            .map(r -> new RetrainingLoop(r, collaborators, terms))
            .toList();
  }

  /**
   * Starts the definition of a retrainer on the backend of a name, found on the class path. {@link
   * Builder#build} creates the backend, with the builder's clock and the leases of its store, and
   * {@link #close} closes it.
   *
   * @param backend such as {@code local}
   * @param settings where it runs: role, bucket, folder, ... as the backend documents them
   */
  public static Builder on(String backend, Settings settings) {
    requireNonNull(backend);
    requireNonNull(settings);
    return new Builder(context -> Backend.load(backend, settings, context.get()), true);
  }

  /**
   * Starts the definition of a retrainer on the backend of a name with the settings of a file.
   *
   * @param settings a YAML or JSON file
   * @throws ConfigurationProblem if the file cannot be read
   */
  public static Builder on(String backend, Path settings) {
    return on(backend, Settings.read(settings));
  }

  /** Starts the definition of a retrainer on a backend, which {@link #close} closes. */
  public static Builder on(Backend backend) {
    requireNonNull(backend);
    return new Builder(context -> backend, false);
  }

  /**
   * Carries every retraining this node holds on as far as it goes now. One that cannot be carried
   * on is left for the next tick.
   *
   * @return the decisions made, in order
   */
  public synchronized List<Decision> tick() {
    List<Decision> made = new ArrayList<>();
    failures.clear();
    beginDue();
    keepHouse();
    Optional<StoreSnapshot> snapshot = snapshot();
    for (RetrainingLoop loop : snapshot.isEmpty() ? List.<RetrainingLoop>of() : loops) {
      if (stopping) {
        break;
      }
      try {
        leases.renew();
        if (leases.holds(loop.name())) {
          made.addAll(snapshot.get().tick(loop));
        }
      } catch (RetrainException e) {
        failures.put(loop.name(), String.valueOf(e.getMessage()));
        LOG.warn("{} waits for the next tick: {}", loop.name(), e.getMessage());
      } catch (RuntimeException e) {
        failures.put(loop.name(), e.toString());
        LOG.error("{} waits for the next tick", loop.name(), e);
      }
    }
    return made;
  }

  /** Schedules of a backend that no service keeps start their runs at a tick. */
  private void beginDue() {
    try {
      backend.schedules().ifPresent(Schedules::beginDue);
    } catch (RetrainException e) {
      LOG.warn("runs of the backend's schedules cannot be started: {}", e.getMessage());
    }
  }

  private void keepHouse() {
    try {
      housekeeping.at(clock.instant());
    } catch (RetrainException e) {
      LOG.warn("what was created is looked at again later: {}", e.getMessage());
    } catch (RuntimeException e) { // of a backend's client: the retrainings are ticked nevertheless
      LOG.error("what was created is looked at again later", e);
    }
  }

  /**
   * Returns the retrainings that the last tick could not advance, with the reason. A service that
   * does not answer is no such failure: phases handle it.
   */
  public synchronized Map<String, String> failures() {
    return Map.copyOf(failures);
  }

  /**
   * The store at the start of a tick.
   *
   * @param requested the retrainings that may have requests
   * @param versions of the states by key
   */
  private record StoreSnapshot(Set<String> requested, Map<String, Long> versions) {
    List<Decision> tick(RetrainingLoop loop) {
      return loop.tick(
          requested.contains(loop.name()), versions.getOrDefault(STATE_PREFIX + loop.name(), 0L));
    }
  }

  /** Reads the store; empty when it fails, and then nothing can be decided. */
  private Optional<StoreSnapshot> snapshot() {
    try {
      leases.refresh();
      return Optional.of(new StoreSnapshot(requests.names(), store.versions(STATE_PREFIX)));
    } catch (RetrainException e) {
      loops.forEach(loop -> failures.put(loop.name(), String.valueOf(e.getMessage())));
      LOG.warn("nothing can be decided now: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** Where a retraining stands, in a word such as {@code idle}. */
  public String phase(String retraining) {
    return store
        .load(STATE_PREFIX + retraining)
        .map(kept -> LoopState.parse(kept.body(), retraining).phase().word())
        .orElse("idle");
  }

  /** What a retraining spent, avoided and was refused, quarter by quarter, oldest first. */
  public List<QuarterCost> costs(String retraining) {
    return CostHistory.of(store.history(retraining, 0)).quarters();
  }

  /** Whether this node carries a retraining on now; always, unless it shares the work. */
  public synchronized boolean holds(String retraining) {
    return leases.holds(retraining);
  }

  /** Where people and programs put requests. */
  public RequestQueue requests() {
    return requests;
  }

  /** Ticks on a schedule from now on. */
  public synchronized Retrainer start() {
    if (timer == null) {
      ScheduledExecutorService started =
          Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "retrain-loop"));
      ScheduledFuture<?> unused =
          started.scheduleWithFixedDelay(
              this::tickSafely, 0, every.toMillis(), TimeUnit.MILLISECONDS);
      timer = started;
    }
    return this;
  }

  private void tickSafely() {
    try {
      tick();
    } catch (RuntimeException e) { // a scheduled task that throws is never called again
      LOG.error("a tick failed", e);
    }
  }

  /**
   * Waits until {@link #close()} is called.
   *
   * @throws InterruptedException if the waiting thread is interrupted
   */
  public void awaitShutdown() throws InterruptedException {
    closed.await();
  }

  /**
   * Stops: no run is submitted any more, and requests that wait are left to the next process. Waits
   * half a minute at most for a tick under way, leaves the work to the other nodes and closes
   * backend and store.
   */
  @Override
  public void close() {
    stopping = true;
    ScheduledExecutorService running = timer;
    if (running != null) {
      running.shutdown();
      try {
        if (!running.awaitTermination(LONGEST_CLOSE.toSeconds(), TimeUnit.SECONDS)) {
          running.shutdownNow();
        }
      } catch (InterruptedException e) {
        running.shutdownNow();
        Thread.currentThread().interrupt();
      }
    }
    leases.close();
    backend.close();
    store.close();
    closed.countDown();
  }

  /** Collects the parts of a retrainer. Not thread-safe. */
  public static final class Builder {
    private final Function<Supplier<BackendContext>, Backend> backend;
    private final boolean byName;
    private final Map<String, LoopPolicy> policies = new LinkedHashMap<>();
    private final Map<Target, Deployer> deployers = new LinkedHashMap<>();
    private @Nullable StateStore store;
    private @Nullable ModelRegistry registry;
    private Clock clock = Clock.systemUTC();
    private FlagSource flags = FlagSource.NONE;
    private RunParameters parameters = RunParameters.DEFAULTS;
    private Deadlines deadlines = Deadlines.DEFAULT;
    private Duration every = Duration.ofSeconds(10);
    private Duration lease = DEFAULT_LEASE;
    private Duration timeToLive = ResourceSweep.TIME_TO_LIVE;
    private Optional<String> node = Optional.empty();
    private Duration listEvery = Duration.ofMinutes(1);
    private Optional<PriceList> prices = Optional.empty();
    private @Nullable Commit commit;

    private Builder(Function<Supplier<BackendContext>, Backend> backend, boolean byName) {
      this.backend = backend;
      this.byName = byName;
    }

    /** Sets where state and decisions are kept; the retrainer closes it. */
    public Builder store(StateStore durable) {
      store = durable;
      return this;
    }

    /** Sets the one clock. */
    public Builder clock(Clock time) {
      clock = time;
      return this;
    }

    /** Sets another registry than the backend's. */
    public Builder registry(ModelRegistry other) {
      registry = other;
      return this;
    }

    /** Sets who sets the traffic of a target, in place of the backend. */
    public Builder deployer(Target target, Deployer deployer) {
      deployers.put(target, deployer);
      return this;
    }

    /** Sets the application's flags. */
    public Builder flags(FlagSource source) {
      flags = source;
      return this;
    }

    /** Sets what says the parameters of a run. */
    public Builder parameters(RunParameters source) {
      parameters = source;
      return this;
    }

    /** Sets how long phases may last. */
    public Builder deadlines(Deadlines times) {
      deadlines = times;
      return this;
    }

    /** Sets the time between two ticks of {@link Retrainer#start}. */
    public Builder every(Duration interval) {
      every = interval;
      return this;
    }

    /**
     * Sets the commit of the application's code, which stands in decisions and tags. Without it, it
     * is what the build service's variables say, else what is checked out in the working folder.
     */
    public Builder commit(Commit code) {
      commit = code;
      return this;
    }

    /**
     * Sets what machines cost: from then on decisions say what a run is expected to cost and did
     * cost, and spending limits hold.
     */
    public Builder prices(PriceList list) {
      prices = Optional.of(list);
      return this;
    }

    /**
     * Sets how often runs that began elsewhere are looked for; once a minute unless said otherwise.
     * More than sixty retrainings of a node take turns, one a second. A run is found up to seven
     * days after it began, and never one from before its retraining was first seen.
     */
    public Builder adoptEvery(Duration interval) {
      listEvery = interval;
      return this;
    }

    /**
     * Shares the work with the other retrainers on the store that do so: each retraining is carried
     * on by one of the nodes that know it. A node that dies is replaced when its {@link #lease} has
     * ended and the others have ticked twice; on the same machine, where they see that its process
     * has ended, without waiting for the lease. {@link Retrainer#start} shares it under a name made
     * of host and process unless another is given here; ticks by hand do not share it.
     *
     * @param name unique among the nodes, such as that of a pod; a node that starts again under its
     *     old name goes on at once, and one that still runs under it stands by
     */
    public Builder node(String name) {
      node = Optional.of(name);
      return this;
    }

    /**
     * Sets how long a dead node's work waits for the others; half a minute unless said otherwise,
     * and at least three times the time between two ticks. The nodes' clocks may differ by a sixth.
     */
    public Builder lease(Duration length) {
      lease = length;
      return this;
    }

    /** Ticks by hand do not take turns: the time of the next one is unknown. */
    private RunListingSchedule listing() {
      return node.isPresent()
          ? RunListingSchedule.of(listEvery, policies.size())
          : new RunListingSchedule(listEvery, false);
    }

    private RetrainingLeases leases(StateStore durable) {
      return node.<RetrainingLeases>map(
              name -> new ClusterNode(durable, clock, name, lease, policies.keySet()))
          .orElse(RetrainingLeases.ALL);
    }

    /**
     * Sets how long runs and deployments live whose tag Environment names another environment than
     * production, above zero; eight hours by default. What has no such tag, or holds the champion,
     * is never ended.
     */
    public Builder timeToLive(Duration outsideProduction) {
      if (outsideProduction.isNegative() || outsideProduction.isZero()) {
        throw new IllegalArgumentException("a time to live is above 0, not " + outsideProduction);
      }
      timeToLive = outsideProduction;
      return this;
    }

    /** Adds a retraining. */
    public Builder add(Retraining retraining) {
      return add(LoopPolicy.of(retraining));
    }

    /** Adds a rollout that trains nothing, such as that of a {@link ManualDeployment}. */
    public Builder add(RolloutPolicy rollout) {
      return add(LoopPolicy.of(rollout));
    }

    private Builder add(LoopPolicy policy) {
      if (policies.putIfAbsent(policy.name(), policy) != null) {
        throw new IllegalArgumentException("there are two retrainings named " + policy.name());
      }
      return this;
    }

    private List<Retraining> retrainings() {
      return policies.values().stream().flatMap(policy -> policy.training().stream()).toList();
    }

    /**
     * Checks the definition and builds the retrainer.
     *
     * @throws InvalidDefinitionException with every problem: a target without a deployer, an
     *     evaluator without scores, two retrainings of one model; or with every problem of the
     *     backend's settings
     * @throws ConfigurationProblem if no backend of the name is on the class path
     */
    public Retrainer build() {
      StateStore durable = requireNonNull(store, "a retrainer needs a store");
      Backend created =
          backend.apply(
              () -> BackendContext.of(clock, durable.leases(clock), ResourceLedger.in(durable)));
      try {
        check(created);
        return new Retrainer(this, created, durable);
      } catch (RuntimeException e) {
        if (byName) {
          created.close();
        }
        throw e;
      }
    }

    private void check(Backend created) {
      StartupChecks checks =
          new StartupChecks(created, Map.copyOf(deployers), prices, clock.instant());
      List<Problem> problems = new ArrayList<>(checks.of(policies.values()));
      checkLease(problems);
      if (!problems.isEmpty()) {
        throw new InvalidDefinitionException("the retrainer", problems);
      }
      warnings().forEach(warning -> LOG.warn("{}", warning));
    }

    /** Returns what lets a trigger never fire, such as a metric trigger without metrics. */
    public List<Problem> warnings() {
      return StartupChecks.warnings(retrainings(), flags);
    }

    /**
     * Builds and starts, sharing the work with every other node that was started on the store.
     *
     * @throws InvalidDefinitionException as {@link #build}
     */
    public Retrainer start() {
      if (node.isEmpty()) {
        node(NodeName.ofThisProcess());
      }
      return build().start();
    }

    private void checkLease(List<Problem> problems) {
      if (node.isPresent() && lease.compareTo(every.multipliedBy(3)) < 0) {
        problems.add(
            Problem.error(
                "short-lease",
                "lease",
                "node " + node.get(),
                "a lease of " + lease + " can end between two ticks " + every + " apart",
                "Let the lease last three times the time between two ticks, or tick more often"));
      }
    }
  }
}
