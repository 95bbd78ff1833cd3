package dev.retrain.backend.local.endpoint;

import static java.util.Objects.requireNonNull;

import com.sun.management.OperatingSystemMXBean;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.source.Feedback;
import dev.retrain.serving.HostedState;
import dev.retrain.serving.HostedVersion;
import dev.retrain.serving.HostedVersions;
import dev.retrain.serving.OutcomeMetric;
import dev.retrain.serving.PredictionJoin;
import dev.retrain.spi.deploy.Deployer;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP endpoint in this process that splits predictions between versions of one model and counts
 * what each did. Listens on the loopback interface only; thread-safe.
 *
 * <ul>
 *   <li>{@code POST /predict} with the features as a JSON object answers {@code {"id", "score",
 *       "version"}}. The header {@code X-Retrain-Key} keeps a caller on one version; {@code
 *       X-Retrain-Id} names the prediction, else it gets a name. 503 with {@code Retry-After} means
 *       that nothing has traffic or too much is in flight.
 *   <li>{@code POST /outcome} with {@code {"id", "label"}} answers how many versions' predictions
 *       it was joined with.
 *   <li>{@code GET /health} answers 200 while every version with traffic is ready; {@code GET
 *       /metrics} shows the counts by version as JSON.
 * </ul>
 *
 * <p>With a folder, versions, traffic and counts outlive the process: every change is kept before
 * it is seen, counts as often as {@link Builder#checkpointEvery} sets, and {@link
 * RemoteEmbeddedDeployer} reaches the endpoint from other processes.
 */
public final class EmbeddedEndpoint implements AutoCloseable {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private final String name;
  private final HostedVersions<ServedModel> table;
  private final ShadowQueue shadow;
  private final Lanes lanes;
  private final HttpFront front;
  private final ScheduledExecutorService background;
  private final @Nullable StateFolder folder;

  private EmbeddedEndpoint(Builder settings) {
    this.name = settings.name;
    ModelLoader loader = requireNonNull(settings.loader, "an endpoint needs models(...)");
    this.folder = settings.folder == null ? null : StateFolder.take(settings.folder);
    this.background = Executors.newScheduledThreadPool(1, EmbeddedEndpoint::daemon);
    StateFolder kept = folder;
    this.table =
        new HostedVersions<>(
            new LoggedHosting(loader),
            settings.metrics,
            kept == null ? state -> {} : kept::save,
            settings.drain);
    this.shadow = new ShadowQueue(name, settings.shadowQueue, settings.machineLoad);
    this.lanes =
        new Lanes(
            name,
            table,
            shadow,
            new Lanes.Limits(settings.threads, settings.maxInFlight, settings.answerWithin));
    if (kept != null) {
      restore(kept.load(), settings.loadWithin);
    }
    this.front = front(settings, kept == null ? Optional.empty() : Optional.of(kept.token()));
    if (kept != null) {
      kept.publish(front.address());
      keepCounts(settings.checkpointEvery);
    }
    EndpointLog.started(name, front.address());
  }

  private HttpFront front(Builder settings, Optional<AdminToken> token) {
    PredictionJoin join = new PredictionJoin(settings.rememberedPredictions);
    Predictions predictions =
        new Predictions(
            table,
            join,
            lanes,
            shadow,
            Optional.ofNullable(settings.feedback),
            OutcomeLabels.of(settings.metrics),
            settings.clock);
    EndpointMetrics metrics = new EndpointMetrics(name, table, join, shadow, lanes::refused);
    Operations operations = new Operations(table, metrics, token);
    return new HttpFront(
        name,
        new HttpFront.Capacity(settings.port, settings.threads, settings.maxInFlight),
        lanes,
        predictions,
        operations);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "retrain-endpoint-background");
    thread.setDaemon(true);
    return thread;
  }

  private void restore(HostedState state, Duration within) {
    try {
      for (HostedVersion<ServedModel> version : table.restore(state)) {
        if (!version.awaitLoaded(within)) {
          EndpointLog.loadingLate(version.registered(), within);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keepCounts(Duration every) {
    if (!every.isZero()) {
      long nanos = every.toNanos();
      var unused =
          background.scheduleWithFixedDelay(
              this::tryCheckpoint, nanos, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void tryCheckpoint() {
    try {
      table.checkpoint();
    } catch (RuntimeException e) {
      EndpointLog.checkpointFailed(name, e);
    }
  }

  /**
   * Returns the folder in which a local backend looks for an endpoint.
   *
   * @param artifactRoot the backend's
   * @param name the endpoint's: letters, digits and {@code . _ -}, beginning with a letter or digit
   */
  public static Path folderIn(Path artifactRoot, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new ConfigurationProblem(
          "the endpoint's name '" + name + "' cannot name a folder",
          FailureContext.hint("use letters, digits and . _ -, beginning with a letter or digit"),
          null);
    }
    return artifactRoot.resolve(".endpoints").resolve(name);
  }

  /** Returns the settings of a new endpoint. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Returns its name. */
  public String name() {
    return name;
  }

  /** Returns where it listens, such as {@code http://127.0.0.1:40123}. */
  public URI address() {
    return front.address();
  }

  /** Returns the deployer that sets its traffic from this process; closing it changes nothing. */
  public Deployer deployer() {
    return table;
  }

  /**
   * Saves the counts now. Without a folder, does nothing.
   *
   * @throws dev.retrain.api.error.TransientFailure when they cannot be written
   */
  public void checkpoint() {
    table.checkpoint();
  }

  /** Answers the requests it has, keeps the counts, and frees the port and the models. */
  @Override
  public void close() {
    background.shutdown();
    front.close();
    shadow.close();
    tryCheckpoint();
    table.shutDown();
    if (folder != null) {
      folder.close();
    }
  }

  /** The settings of an endpoint; only {@link #models} is needed. */
  public static final class Builder {

    private final String name;
    private @Nullable ModelLoader loader;
    private @Nullable Path folder;
    private @Nullable Feedback feedback;
    private int port;
    private int threads = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
    private int maxInFlight = 1_000;
    private int rememberedPredictions = 100_000;
    private int shadowQueue = 1_000;
    private Duration answerWithin = Duration.ofSeconds(10);
    private Duration drain = Duration.ofSeconds(15);
    private Duration loadWithin = Duration.ofSeconds(30);
    private Duration checkpointEvery = Duration.ofSeconds(1);
    private Map<String, OutcomeMetric> metrics = OutcomeMetric.binary();
    private Clock clock = Clock.systemUTC();
    private DoubleSupplier machineLoad =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getCpuLoad;

    private Builder(String name) {
      this.name = requireNonNull(name);
    }

    /** Sets how a version is loaded. */
    public Builder models(ModelLoader how) {
      this.loader = requireNonNull(how);
      return this;
    }

    /**
     * Sets where its state is kept, a folder of its own. Without one it is lost with the process.
     */
    public Builder folder(Path where) {
      this.folder = where;
      return this;
    }

    /** Sets where predictions and outcomes are recorded durably, besides being counted. */
    public Builder feedback(Feedback to) {
      this.feedback = to;
      return this;
    }

    /** Sets the port; zero, the default, for any that is free. */
    public Builder port(int number) {
      this.port = number;
      return this;
    }

    /**
     * Sets how many requests of each version are worked on at once; twice the processors, at least
     * 4, by default. A version that hangs keeps its own threads busy and those of no other.
     */
    public Builder threads(int count) {
      this.threads = count;
      return this;
    }

    /**
     * Declares that models take microseconds and never wait for anything: predictions are answered
     * by the thread that reads them, which saves two changes of context a request. A model that
     * waits after all holds up all requests.
     */
    public Builder quickModels() {
      this.threads = 0;
      return this;
    }

    /**
     * Sets how many predictions of each version, and how many outcomes, may wait or be worked on;
     * 1,000 by default.
     */
    public Builder maxInFlight(int requests) {
      this.maxInFlight = requests;
      return this;
    }

    /** Sets how many predictions wait for their outcome, 200 bytes each; 100,000 by default. */
    public Builder rememberedPredictions(int count) {
      this.rememberedPredictions = count;
      return this;
    }

    /**
     * Sets how many mirrored requests may wait before further ones are dropped; 1,000 by default.
     * While the machine's processors are busy, fewer and fewer are taken, down to one in 16.
     */
    public Builder shadowQueue(int requests) {
      this.shadowQueue = requests;
      return this;
    }

    /**
     * Sets how long a prediction may take, from its arrival to its answer; 10 seconds by default.
     * One that takes longer is answered by an error, counted as one of its version, and its thread
     * is interrupted; a model may then be closed while a call of it has not returned. With {@link
     * #quickModels} the reading thread watches nothing.
     */
    public Builder answerWithin(Duration time) {
      this.answerWithin = time;
      return this;
    }

    /** Sets how long retiring waits for a version's last requests; 15 seconds by default. */
    public Builder drainWithin(Duration time) {
      this.drain = time;
      return this;
    }

    /** Sets how long a start waits for the versions it had before; 30 seconds by default. */
    public Builder loadWithin(Duration time) {
      this.loadWithin = time;
      return this;
    }

    /** Sets how often counts are saved besides every change of traffic; 1 second by default. */
    public Builder checkpointEvery(Duration time) {
      this.checkpointEvery = time;
      return this;
    }

    /** Sets what outcomes are turned into; {@link OutcomeMetric#binary()} by default. */
    public Builder metrics(Map<String, OutcomeMetric> byName) {
      this.metrics = Map.copyOf(byName);
      return this;
    }

    /** Sets the clock; the system's by default. */
    public Builder clock(Clock time) {
      this.clock = time;
      return this;
    }

    /**
     * Sets what returns how busy all processors were since the last reading, from 0 to 1; decides
     * how much is mirrored.
     */
    Builder machineLoad(DoubleSupplier load) {
      this.machineLoad = load;
      return this;
    }

    /**
     * Starts the endpoint, with the versions and the traffic it had when it ran last.
     *
     * @throws dev.retrain.api.error.TransientFailure if the port is taken or another process serves
     *     from the folder
     */
    public EmbeddedEndpoint start() {
      return new EmbeddedEndpoint(this);
    }
  }
}
