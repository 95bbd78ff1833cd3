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
import dev.retrain.runtime.call.Calls;
import dev.retrain.runtime.call.Services;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop over retrainings. {@link #tick()} is all it does; {@link #start()} only calls it on a
 * schedule. Several retrainers, in one process or many, may share a store: those that were started,
 * or named as nodes, divide the retrainings among themselves, and in any case the first to save
 * decides. Retrainings are ticked side by side, each by one thread at a time. Thread-safe.
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
  private static final Duration BEAT = Duration.ofSeconds(1);

  /**
   * A look makes at most eight calls, and clients of services give up after half a minute each: a
   * look that takes longer than five minutes hangs.
   */
  private static final Duration DEFAULT_LOOK_DEADLINE = Duration.ofMinutes(5);

  private static final String WATCH = "retrain-watch";
  private static final int DEFAULT_PARALLELISM = 8;

  private final Backend backend;
  private final Backend translated;
  private final StateStore given;
  private final StateStore store;
  private final Clock clock;
  private final RequestQueue requests;
  private final Duration every;
  private final RetrainingLeases leases;
  private final Housekeeping housekeeping;
  private final Deployers deployers;
  private final Services services;
  private final TickPool pool;
  private final List<RetrainingTask> tasks;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean stopping;
  private volatile boolean ticking;
  private volatile Optional<String> blind = Optional.empty();
  private volatile Optional<Instant> tickBegan = Optional.empty();
  private volatile Optional<Instant> tickEnded = Optional.empty();
  private volatile Optional<RetrainerHealth.Failure> lastFailure = Optional.empty();
  private @Nullable ScheduledExecutorService timer;
  private @Nullable ScheduledExecutorService heartbeat;
  private @Nullable ScheduledExecutorService watch;
  private @Nullable ScheduledExecutorService schedules;

  private Retrainer(
      Builder builder, Backend backend, Backend recorded, StateStore given, Deployers deployers) {
    this.backend = backend;
    this.translated = Calls.translated(Backend.class, backend, "backend " + backend.name());
    this.given = given;
    this.store = Calls.translated(StateStore.class, given, "state store");
    this.clock = builder.clock;
    this.every = builder.every;
    this.deployers = deployers;
    this.services = new Services(builder.parallelism);
    this.requests = new RequestQueue(store, builder.policies.keySet());
    this.leases = builder.leases(store);
    this.pool = new TickPool(builder.parallelism, builder.lookDeadline, leases, services);
    Connections connections =
        new Connections(
            recorded,
            "backend " + backend.name(),
            builder.registry == null ? backend.registry() : builder.registry,
            deployers,
            given,
            builder.flags,
            builder.parameters,
            builder.commit == null ? Commit.here() : Optional.of(builder.commit),
            services,
            builder.nanos);
    RetrainingLoop.Terms terms =
        new RetrainingLoop.Terms(
            connections,
            Set.copyOf(builder.policies.keySet()),
            builder.clock,
            builder.deadlines,
            builder.listing(),
            builder.prices,
            leases,
            () -> stopping);
    this.housekeeping = housekeeping(builder, connections);
    this.tasks =
        builder.policies.values().stream()
            .map(policy -> new RetrainingTask(new RetrainingLoop(policy, terms)))
            .toList();
  }

  private Housekeeping housekeeping(Builder builder, Connections connections) {
    ResourceLedger ledger = ResourceLedger.in(store);
    return new Housekeeping(
        store,
        ledger,
        translated,
        new ResourceSweep(
            ledger,
            translated,
            Calls.translated(ModelRegistry.class, connections.registry(), "model registry"),
            target ->
                deployers
                    .of(target, connections.backend())
                    .map(real -> Calls.translated(Deployer.class, real, "deployer of " + target)),
            builder.timeToLive),
        builder.policies.values(),
        leases);
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
   * Carries every retraining this node holds on as far as it goes now, side by side, and waits for
   * all of them; where there is one alone, on the calling thread. One that cannot be carried on is
   * left for the next tick.
   *
   * @return the decisions made, in the order of the retrainings
   */
  public synchronized List<Decision> tick() {
    beginDue();
    List<Decision> made = new ArrayList<>(keepHouse());
    List<RetrainingTask> offered = begin(true);
    try {
      pool.await(offered, this::beat);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    offered.forEach(task -> made.addAll(pool.take(task)));
    end();
    return made;
  }

  /** Schedules of a backend that no service keeps start their runs at a tick. */
  private void beginDue() {
    try {
      translated
          .schedules()
          .map(kept -> Calls.translated(Schedules.class, kept, "backend's schedules"))
          .ifPresent(Schedules::beginDue);
    } catch (RetrainException e) {
      LOG.warn("runs of the backend's schedules cannot be started: {}", e.getMessage());
    }
  }

  private void runBesideLooks() {
    beginDue();
    List<Decision> unused = keepHouse(); // it is logged
  }

  private List<Decision> keepHouse() {
    try {
      synchronized (housekeeping) {
        return housekeeping.at(clock.instant());
      }
    } catch (RetrainException e) {
      LOG.warn("what was created is looked at again later: {}", e.getMessage());
    } catch (RuntimeException e) { // of a backend's client: the retrainings are ticked nevertheless
      LOG.error("what was created is looked at again later", e);
    }
    return List.of();
  }

  /** Gives every retraining to the pool that is not ticked already. */
  private List<RetrainingTask> begin(boolean byHand) {
    tickBegan = Optional.of(clock.instant());
    Optional<StoreSnapshot> snapshot = snapshot();
    if (snapshot.isEmpty()) {
      return List.of();
    }
    List<RetrainingTask> held = tasks.stream().filter(task -> leases.holds(task.name())).toList();
    if (byHand && held.size() == 1) { // two handovers would take longer than an idle look
      watch();
      ticking = true;
      pool.tickHere(held.get(0), snapshot.get().of(held.get(0).name()));
      ticking = false;
    } else {
      held.forEach(task -> pool.offer(task, snapshot.get().of(task.name())));
    }
    return held;
  }

  /** Abandons calls past the deadline while the calling thread makes a look. */
  private void watch() {
    if (heartbeat == null && watch == null) {
      watch = every(WATCH, BEAT, () -> beatIf(ticking));
    }
  }

  private void beatIf(boolean underWay) {
    if (underWay) {
      beat();
    }
  }

  private void end() {
    failures().values().stream().findFirst().ifPresent(this::noteFailure);
    tickEnded = Optional.of(clock.instant());
  }

  private void noteFailure(String why) {
    lastFailure = Optional.of(new RetrainerHealth.Failure(clock.instant(), why));
  }

  /** Renews the lease and abandons looks past their deadline; runs once a second. */
  void beat() {
    pool.abandonLate();
    try {
      leases.renew();
    } catch (RetrainException e) {
      noteFailure(String.valueOf(e.getMessage()));
      LOG.warn("the lease is not renewed now: {}", e.getMessage());
    }
  }

  /**
   * Returns the retrainings that the last tick could not advance, with the reason. A service that
   * does not answer is no such failure: phases handle it.
   */
  public Map<String, String> failures() {
    Map<String, String> failures = new TreeMap<>();
    Optional<String> all = blind;
    tasks.forEach(
        task -> all.or(() -> pool.failure(task)).ifPresent(why -> failures.put(task.name(), why)));
    return failures;
  }

  /** Returns how the loop fares. Calls no service. */
  public RetrainerHealth health() {
    SortedMap<String, String> waiting = new TreeMap<>(failures());
    Instant now = clock.instant();
    tasks.forEach(
        task ->
            pool.pausedUntil(task)
                .filter(now::isBefore)
                .ifPresent(
                    until ->
                        waiting.put(task.name(), "a service requested a pause until " + until)));
    waiting.putAll(pool.standing());
    return new RetrainerHealth(
        Optional.ofNullable(pool.fatal()).map(Throwable::toString),
        tickBegan,
        tickEnded,
        lastFailure,
        services.abandonedCalls(),
        waiting);
  }

  /**
   * The store at the start of a tick.
   *
   * @param requested the retrainings that may have requests
   * @param versions of the states by key
   * @param strangers whether there are states of other retrainings than those here
   */
  private record StoreSnapshot(
      Set<String> requested, Map<String, Long> versions, boolean strangers) {
    RetrainingTask.Start of(String retraining) {
      return new RetrainingTask.Start(
          requested.contains(retraining),
          versions.getOrDefault(STATE_PREFIX + retraining, 0L),
          strangers);
    }
  }

  /** Reads the store; empty when it fails, and then nothing can be decided. */
  private Optional<StoreSnapshot> snapshot() {
    try {
      leases.refresh();
      Map<String, Long> versions = store.versions(STATE_PREFIX);
      boolean strangers =
          versions.keySet().stream()
              .anyMatch(key -> !requests.isRead(key.substring(STATE_PREFIX.length())));
      StoreSnapshot snapshot = new StoreSnapshot(requests.names(), versions, strangers);
      blind = Optional.empty();
      return Optional.of(snapshot);
    } catch (RetrainException e) {
      blind = Optional.of(String.valueOf(e.getMessage()));
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
  public boolean holds(String retraining) {
    return leases.holds(retraining);
  }

  /** Where people and programs put requests. */
  public RequestQueue requests() {
    return requests;
  }

  /**
   * Ticks on a schedule from now on. A tick does not wait for the looks it starts: a retraining
   * that is still looked at when the next one comes is left out of it.
   */
  public synchronized Retrainer start() {
    if (timer == null) {
      timer = every("retrain-loop", every, this::tickOnSchedule);
      heartbeat = every("retrain-heartbeat", BEAT, this::beat);
      schedules = every("retrain-schedules", every, this::runBesideLooks); // may be slow
    }
    return this;
  }

  private ScheduledExecutorService every(String name, Duration interval, Runnable action) {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(task -> thread(task, name));
    ScheduledFuture<?> unused =
        timer.scheduleWithFixedDelay(
            () -> survive(name, action), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    return timer;
  }

  private static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(name.equals(WATCH)); // a caller that ticks by hand may not close
    return thread;
  }

  void tickOnSchedule() {
    List<RetrainingTask> unused = begin(false);
    end();
  }

  /** A scheduled task that throws is never called again. */
  private void survive(String name, Runnable action) {
    try {
      action.run();
    } catch (Throwable e) {
      noteFailure(e.toString());
      LOG.error("{} failed", name, e);
      if (Calls.isFatal(e)) {
        pool.stop(e);
        throw e;
      }
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
    shutDown(timer);
    try {
      pool.close(LONGEST_CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    shutDown(schedules);
    shutDown(heartbeat);
    shutDown(watch);
    leases.close();
    deployers.close();
    backend.close();
    given.close();
    closed.countDown();
  }

  private static void shutDown(@Nullable ScheduledExecutorService running) {
    if (running == null) {
      return;
    }
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
    private int parallelism = DEFAULT_PARALLELISM;
    private Duration lookDeadline = DEFAULT_LOOK_DEADLINE;
    private LongSupplier nanos = System::nanoTime;
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
     * Sets how many retrainings are looked at side by side; 8 by default. One service holds at most
     * half of them.
     *
     * @param looks at least 1
     */
    public Builder parallelism(int looks) {
      if (looks < 1) {
        throw new IllegalArgumentException("the parallelism must be at least 1, is " + looks);
      }
      parallelism = looks;
      return this;
    }

    /**
     * Sets how long the calls of one look at a retraining may take together; five minutes by
     * default. A call under way then is abandoned and its result discarded, deadlines of phases run
     * on, and its service is called by one look at a time until it answers.
     *
     * @param longest above 0
     */
    public Builder lookDeadline(Duration longest) {
      if (longest.isNegative() || longest.isZero()) {
        throw new IllegalArgumentException("the deadline of a look must be above 0");
      }
      lookDeadline = longest;
      return this;
    }

    /** Sets the clock of looks, which never goes back. */
    Builder nanos(LongSupplier ticker) {
      nanos = ticker;
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
      ResourceLedger ledger = ResourceLedger.in(durable);
      Backend created =
          backend.apply(() -> BackendContext.of(clock, durable.leases(clock), ledger));
      Recording recording = new Recording(ledger, created.name(), clock);
      Backend recorded = new RecordingBackend(created, recording);
      Deployers targets = new Deployers(recorded(recording));
      try {
        check(recorded, targets);
        return new Retrainer(this, created, recorded, durable, targets);
      } catch (RuntimeException e) {
        targets.close();
        if (byName) {
          created.close();
        }
        throw e;
      }
    }

    private Map<Target, Deployer> recorded(Recording recording) {
      Map<Target, Deployer> recorded = new LinkedHashMap<>();
      deployers.forEach(
          (target, own) -> recorded.put(target, new RecordingDeployer(own, target, recording)));
      return recorded;
    }

    private void check(Backend created, Deployers targets) {
      Backend called = Calls.translated(Backend.class, created, "backend " + created.name());
      StartupChecks checks = new StartupChecks(called, targets, prices, clock.instant());
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
