package dev.retrain.examples.flights.demo;

import static dev.retrain.examples.flights.demo.FlightCalendar.end;

import dev.retrain.api.metric.MetricValue;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.backend.local.LocalBackend;
import dev.retrain.backend.local.endpoint.EmbeddedEndpoint;
import dev.retrain.drift.metric.ModelMetrics;
import dev.retrain.examples.flights.Flight;
import dev.retrain.examples.flights.FlightWeek;
import dev.retrain.examples.flights.FlightsData;
import dev.retrain.examples.flights.FlightsModel;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.runtime.store.JdbcStore;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The main job: half a year of flights, one model kept fresh.
 *
 * <p>January trains the first champion. Then week after week passes on a simulated calendar:
 * predictions are requested over HTTP, outcomes arrive, the loop checks drift and the live metrics,
 * retrains when a trigger fires, judges, and rolls out by canary. Run it from an IDE, or with
 * {@code mvn -Pdemo}. Started with {@code -Dresume} it goes on where a killed one stopped.
 */
public final class FlightsDemo {

  private static final Duration AFTER_MIDNIGHT = Duration.ofHours(3);
  private static final Duration TICK = Duration.ofMinutes(5);
  private static final int ASKED_PER_WEEK = 2_500;
  private static final int ASKED_PER_LOOK = 400;

  /** Fewer live answers than this are not enough to measure a model. */
  private static final int LEAST_ANSWERS = 200;

  private static final long WAIT_NANOS = 20_000_000;

  private final DemoFolder folder;
  private final FlightCalendar calendar;
  private final SettableClock clock;
  private final LiveMetrics live = new LiveMetrics();
  private final Retraining late;
  private final Retraining minutes;
  private DemoProgress progress;

  private FlightsDemo(DemoFolder folder, FlightsData data) {
    this.folder = folder;
    this.calendar = new FlightCalendar(data, folder.data());
    this.progress =
        DemoProgress.load(
            folder.progress(),
            new DemoProgress(firstWeek(), end(calendar.weeks().get(0)), 0, List.of()));
    this.clock = SettableClock.at(progress.now());
    this.late = FlightsRetraining.retraining(calendar, live);
    this.minutes = FlightsRetraining.minutes();
    progress.weeks().forEach(seen -> live.put(seen.at(), seen.values()));
  }

  private int firstWeek() {
    return calendar.index(Script.FIRST_MODEL);
  }

  /**
   * Runs the demo.
   *
   * @param args the folder to work in; {@code target/demo} without one
   */
  public static void main(String[] args) throws IOException {
    DemoFolder folder =
        new DemoFolder(Path.of(args.length > 0 ? args[0] : "target/demo").toAbsolutePath());
    if (System.getProperty("resume") == null) {
      folder.clear();
    }
    FlightsData data = FlightsData.sample();
    Comparison alternatives = Comparison.start(data, Script.FIRST_MODEL);
    new FlightsDemo(folder, data).run(alternatives);
  }

  private void run(Comparison alternatives) throws IOException {
    SchemaFile.write(folder.data().resolve(SchemaFile.FOR_VALIDATION));
    try (LocalBackend backend = FlightsBackend.in(folder, clock);
        EmbeddedEndpoint endpoint = endpoint();
        StateStore store = JdbcStore.embedded(folder.state())) {
      Retrainer retrainer =
          Retrainer.on(backend)
              .store(store)
              .clock(clock)
              .deployer(FlightsRetraining.ENDPOINT, endpoint.deployer())
              .flags(Script.flags(clock, calendar))
              .parameters((retraining, window, now) -> parameters(retraining, now))
              .add(late)
              .add(minutes)
              .build();
      Live world = new Live(retrainer, endpoint, new Traffic(endpoint.address()));
      System.out.println("The flights of 2001, week by week:");
      while (progress.week() < calendar.weeks().size()) {
        week(world, calendar.weeks().get(progress.week()));
        progress = progress.nextWeek();
        progress.save(folder.progress());
      }
      new Summary(folder, calendar, progress, store, backend.registry(), late)
          .print(alternatives, System.out);
    }
  }

  /** What a step of the demo acts on. */
  private record Live(Retrainer retrainer, EmbeddedEndpoint endpoint, Traffic traffic) {}

  private EmbeddedEndpoint endpoint() {
    return EmbeddedEndpoint.named("flights-prod")
        .folder(folder.endpoint())
        .clock(clock)
        .checkpointEvery(Duration.ofDays(1)) // counts are kept at the end of each step instead
        .models(version -> FlightsModel.load(Path.of(version.artifact()))::score)
        .start();
  }

  private Map<String, String> parameters(Retraining retraining, Instant now) {
    String week = calendar.historyUpTo(now);
    Map<String, String> values = new LinkedHashMap<>();
    values.put("week", week);
    if (retraining.name().equals(late.name())) {
      values.put("planted", Script.planted(week));
    }
    return values;
  }

  private void week(Live world, FlightWeek week) {
    boolean lived = progress.weeks().stream().anyMatch(seen -> seen.label().equals(week.label()));
    if (!lived) {
      DemoProgress.Seen seen = live(world, week);
      clock.set(end(week).plus(AFTER_MIDNIGHT));
      checkpoint(world, progress.lived(seen, clock.instant()));
      System.out.println(Lines.week(seen, week.flights().size()));
    }
    Script.request(week.label()).ifPresent(reason -> request(world, week, reason));
    settle(world, week);
  }

  /** Plays the week's requests and outcomes and returns what they show about the champion. */
  private DemoProgress.Seen live(Live world, FlightWeek week) {
    Optional<String> champion = champion(world);
    List<Traffic.Scored> answers =
        champion.isEmpty()
            ? List.of()
            : world.traffic().replay(week.label(), every(week.flights(), ASKED_PER_WEEK));
    Map<String, MetricValue> measured =
        answers.size() < LEAST_ANSWERS ? Map.of() : measure(answers);
    live.put(end(week), measured);
    Map<String, Double> values = new LinkedHashMap<>();
    measured.forEach((name, value) -> values.put(name, value.value()));
    return new DemoProgress.Seen(week.label(), end(week), champion.orElse("none"), values);
  }

  private static Map<String, MetricValue> measure(List<Traffic.Scored> answers) {
    boolean[] labels = new boolean[answers.size()];
    double[] scores = new double[answers.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = answers.get(i).late();
      scores[i] = answers.get(i).score();
    }
    return ModelMetrics.binary(labels, scores);
  }

  private static List<Flight> every(List<Flight> flights, int wanted) {
    int step = Math.max(1, flights.size() / wanted);
    List<Flight> some = new ArrayList<>();
    for (int i = 0; i < flights.size(); i += step) {
      some.add(flights.get(i));
    }
    return some;
  }

  private void request(Live world, FlightWeek week, String reason) {
    world
        .retrainer()
        .requests()
        .put(
            late.name(),
            new RetrainingRequest(
                week.label(),
                RetrainingRequest.Verb.RETRAIN,
                RetrainMode.FULL,
                reason,
                end(week).plus(AFTER_MIDNIGHT)));
  }

  /**
   * Ticks until nothing more follows; while a challenger has traffic, predictions are requested.
   */
  private void settle(Live world, FlightWeek week) {
    while (true) {
      List<Decision> made = world.retrainer().tick();
      made.forEach(decision -> System.out.println(Lines.decision(decision)));
      String phase = world.retrainer().phase(late.name());
      String second = world.retrainer().phase(minutes.name());
      if (phase.equals("rolling-out")) {
        observe(world, week);
      } else if (isWorking(phase) || isWorking(second)) {
        LockSupport.parkNanos(WAIT_NANOS); // a child process trains; the calendar does not move
      } else if (made.isEmpty()) {
        return;
      }
    }
  }

  private static boolean isWorking(String phase) {
    return !phase.equals("idle") && !phase.equals("halted");
  }

  private void observe(Live world, FlightWeek week) {
    List<Flight> flights = week.flights();
    int from =
        (int) (progress.step() * ASKED_PER_LOOK % Math.max(1, flights.size() - ASKED_PER_LOOK));
    world
        .traffic()
        .replay(
            week.label() + "-" + progress.step(),
            flights.subList(from, Math.min(flights.size(), from + ASKED_PER_LOOK)));
    clock.advance(TICK);
    checkpoint(world, progress.stepped(clock.instant()));
  }

  private void checkpoint(Live world, DemoProgress reached) {
    world.endpoint().checkpoint();
    progress = reached;
    progress.save(folder.progress());
  }

  private Optional<String> champion(Live world) {
    return world.endpoint().deployer().split().flatMap(FlightsDemo::mostTraffic);
  }

  private static Optional<String> mostTraffic(TrafficSplit split) {
    return split.live().entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey);
  }
}
