package dev.retrain.testkit.tck;

import static dev.retrain.api.metric.Percent.percent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.error.UnsupportedFeature;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.backend.Backends;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.TranslatorProvider;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.HealthInterval;
import dev.retrain.spi.deploy.HealthQuery;
import dev.retrain.spi.deploy.Traffic;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import dev.retrain.testkit.Await;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a deployer must do: set traffic all at once or not at all, read it back from the target, and
 * count what each version answered. Extend it and implement how a deployer is created and how
 * requests are sent.
 */
@ExtendWith(CaseCount.class)
public abstract class DeployerTck implements DeclaringKit {

  private static final String ONE = "1";
  private static final String TWO = "2";
  private static final int REQUESTS = 200;

  private @Nullable Path folder;
  private @Nullable Deployer opened;

  /**
   * Returns a deployer of the target of a place: the same folder means the same target.
   *
   * @param place an empty folder at first, kept for one case
   */
  protected abstract Deployer deployer(Path place);

  /**
   * Sends requests to the target, each of another caller, and waits for the answers.
   *
   * @param requests how many
   */
  protected abstract void send(Path place, int requests);

  /**
   * Returns the backend that owns these targets: what it declares of {@link
   * Capability#TRAFFIC_SPLIT}, {@link Capability#MIRROR} and {@link Capability#ARMED_ROLLBACK} is
   * checked. Empty for a deployer of no backend, which must do the first two.
   */
  protected Optional<String> backend() {
    return Optional.empty();
  }

  /**
   * Makes the target's own alarm for a version fire, as errors of that version would; called only
   * where {@link Capability#ARMED_ROLLBACK} is declared, after every deployer was closed.
   */
  protected void alarm(Path place, String version) {
    throw new AssertionError("override alarm: ARMED_ROLLBACK is declared");
  }

  /** Returns what the cases run on; an emulator by default. */
  protected ProofBasis proofBasis() {
    return ProofBasis.EMULATOR;
  }

  /** Returns what the backend declares. */
  @Override
  public final Optional<Declared> declaration() {
    return backend()
        .map(
            name -> {
              TranslatorProvider provider = Backends.translator(name, getClass().getClassLoader());
              return new Declared(
                  name,
                  provider.translator(provider.placeholderSettings()).capabilities(),
                  proofBasis());
            });
  }

  /**
   * Returns whether a capability is declared; a deployer without a backend has all but its own
   * alarms.
   */
  boolean declares(Capability capability) {
    return declaration()
        .map(declaration -> declaration.declared().has(capability))
        .orElse(capability != Capability.ARMED_ROLLBACK);
  }

  /** Returns how long a version may take to become ready before a case gives up. */
  protected Duration patience() {
    return Duration.ofMinutes(1);
  }

  /** Returns a version that the target can serve. */
  protected ApprovedModel approved(Path place, String version) {
    return served(version);
  }

  static ApprovedModel served(String version) {
    return ApprovedModel.from(
        new ModelVersion(
            "flight-delays",
            version,
            Instant.EPOCH,
            URI.create("memory:/flight-delays/" + version),
            Map.of(ModelVersion.RUN_TAG, "run-" + version, ModelVersion.GATE_TAG, "passed"),
            Set.of()));
  }

  @BeforeEach
  final void openFirst(@TempDir Path temporary) {
    folder = temporary;
    opened = deployer(temporary);
  }

  @AfterEach
  final void closeOpened() {
    if (opened != null) {
      opened.close();
    }
  }

  private Path place() {
    if (folder == null) {
      throw new IllegalStateException("a case runs inside JUnit");
    }
    return folder;
  }

  private Deployer target() {
    if (opened == null) {
      throw new IllegalStateException("a case runs inside JUnit");
    }
    return opened;
  }

  private void ready(String... versions) {
    for (String version : versions) {
      target().prepare(approved(place(), version));
      Await.until(
          "version " + version + " to become ready",
          patience(),
          () -> health(version).ready(),
          ready -> ready);
    }
  }

  /** Sets the traffic and waits until it has settled. */
  private void route(TrafficSplit split) {
    target().route(split);
    assertThat(settled())
        .as("the target settles at the traffic that was set")
        .contains(shares(split));
  }

  /** Waits until the target has settled, and returns its shares. */
  private Optional<Map<String, Double>> settled() {
    return settled(target()).map(DeployerTck::shares);
  }

  private Optional<TrafficSplit> settled(Deployer deployer) {
    Optional<Traffic> traffic =
        Await.until(
            "the traffic to settle",
            patience(),
            deployer::traffic,
            now -> now.isEmpty() || now.get() instanceof Traffic.Settled);
    return traffic.flatMap(Traffic::current);
  }

  private VersionHealth health(String version) {
    return target().health().getOrDefault(version, VersionHealth.ABSENT);
  }

  private static PermanentFailure refusal(Runnable call) {
    return catchThrowableOfType(PermanentFailure.class, call::run);
  }

  /** A version is made ready before it gets traffic. */
  @Nested
  class Preparing {

    @Test
    void findsNothingAtFirst() {
      assertThat(target().traffic()).as("before the first route there is no traffic").isEmpty();
      assertThat(target().health()).isEmpty();
    }

    @Test
    void makesAVersionReadyWithoutTraffic() {
      ready(ONE);

      assertThat(target().traffic()).as("prepare routes nothing").isEmpty();
      assertThat(health(ONE).requests()).isZero();
    }

    @Test
    void leavesTheTrafficOfOthersAlone() {
      ready(ONE);
      route(TrafficSplit.all(ONE));

      ready(TWO);

      assertThat(settled(target())).contains(TrafficSplit.all(ONE));
    }

    @Test
    void isDoneOnceHoweverOftenItIsRequested() {
      ready(ONE);
      route(TrafficSplit.all(ONE));
      send(place(), 3);
      target().prepare(approved(place(), ONE));

      assertThat(health(ONE).ready())
          .as("preparing a version that is ready must not disturb it")
          .isTrue();
      assertThat(health(ONE).requests()).as("nor reset its counts").isEqualTo(3);
    }
  }

  /** Traffic is set all at once, and read from the target, not from memory. */
  @Nested
  @Proves(Capability.TRAFFIC_SPLIT)
  class Routing {

    @Test
    void isReadBack() {
      ready(ONE, TWO);
      for (TrafficSplit split :
          List.of(
              TrafficSplit.all(ONE),
              TrafficSplit.of(TWO, percent(5), ONE),
              TrafficSplit.of(TWO, percent(50), ONE),
              TrafficSplit.all(TWO))) {
        route(split);

        assertThat(settled()).as("the target has the traffic that was set").contains(shares(split));
      }
    }

    @Test
    void isReadBackByAnother() {
      ready(ONE, TWO);
      route(TrafficSplit.of(TWO, percent(20), ONE));

      try (Deployer another = deployer(place())) {
        assertThat(settled(another).map(DeployerTck::shares))
            .as("traffic is read from the target: another process sees the same")
            .contains(shares(TrafficSplit.of(TWO, percent(20), ONE)));
      }
    }

    @Test
    void mayBeRepeatedAfterALostAnswer() {
      ready(ONE, TWO);
      TrafficSplit split = TrafficSplit.of(TWO, percent(5), ONE);
      route(split);

      assertThatCode(() -> target().route(split))
          .as("route is idempotent: its answer may have been lost")
          .doesNotThrowAnyException();
      assertThat(settled()).contains(shares(split));
    }

    @Test
    void isReportedWhileItChangesAndIsNotLostToAnotherChange() {
      ready(ONE, TWO);
      route(TrafficSplit.all(ONE));
      TrafficSplit wanted = TrafficSplit.of(TWO, percent(50), ONE);
      target().route(wanted);

      if (target().traffic().orElseThrow() instanceof Traffic.Updating updating) {
        assertThat(shares(updating.to()))
            .as("an update that is under way reports where it ends")
            .isEqualTo(shares(wanted));
        TransientFailure refused =
            catchThrowableOfType(
                TransientFailure.class, () -> target().route(TrafficSplit.all(TWO)));
        assertThat(settled())
            .as("a change during an update replaces it, or is a TransientFailure without effect")
            .contains(shares(refused == null ? TrafficSplit.all(TWO) : wanted));
      } else {
        assertThat(settled()).contains(shares(wanted));
      }
    }

    @Test
    void refusesAVersionThatIsNotReadyAndChangesNothing() {
      ready(ONE);
      route(TrafficSplit.all(ONE));

      assertThat(refusal(() -> target().route(TrafficSplit.of("never-prepared", percent(5), ONE))))
          .as("traffic to a version that is not ready is a PermanentFailure")
          .isNotNull();
      assertThat(settled())
          .as("a refused route changes nothing")
          .contains(shares(TrafficSplit.all(ONE)));
    }

    @Test
    void endsInOneOfTwoSplitsThatRace() {
      ready(ONE, TWO);
      List<TrafficSplit> splits =
          List.of(
              TrafficSplit.of(TWO, percent(10), ONE),
              TrafficSplit.of(TWO, percent(50), ONE),
              TrafficSplit.all(ONE),
              TrafficSplit.all(TWO));

      ConcurrentCalls.call(
          splits.size(),
          number -> {
            try {
              target().route(splits.get(number));
            } catch (TransientFailure e) {
              // A target may refuse a change while another one is under way.
            }
            return number;
          });

      assertThat(splits.stream().map(DeployerTck::shares))
          .as("of several routes at once one holds as a whole: never a mixture")
          .contains(settled().orElseThrow());
    }

    @Test
    @Proves(Capability.MIRROR)
    void copiesRequestsToAMirroredVersionOrRefuses() {
      ready(ONE, TWO);
      route(TrafficSplit.all(ONE));
      TrafficSplit mirrored = TrafficSplit.all(ONE).mirroredTo(TWO, percent(100));
      if (!declares(Capability.MIRROR)) {
        assertThat(catchThrowableOfType(UnsupportedFeature.class, () -> target().route(mirrored)))
            .as("MIRROR is declared absent: refuse copies as UnsupportedFeature, or declare it")
            .isNotNull();
        assertThat(settled(target())).contains(TrafficSplit.all(ONE));
        return;
      }
      route(mirrored);
      send(place(), REQUESTS);

      assertThat(settled(target())).contains(mirrored);
      assertThat(health(ONE).requests())
          .as("live requests go where they went before")
          .isEqualTo(REQUESTS);
      assertThat(
              Await.until(
                  "mirrored requests to be counted",
                  patience(),
                  () -> health(TWO).requests(),
                  requests -> requests > 0))
          .as("a mirrored version counts its copies, at most one per live request")
          .isLessThanOrEqualTo(REQUESTS);
    }
  }

  /** What each version answered is counted since it was prepared. */
  @Nested
  @Proves(Capability.TRAFFIC_SPLIT)
  class Counting {

    @Test
    void givesEveryRequestToOneVersion() {
      ready(ONE, TWO);
      route(TrafficSplit.of(TWO, percent(50), ONE));

      send(place(), REQUESTS);

      assertThat(health(ONE).requests() + health(TWO).requests())
          .as("every live request is counted once")
          .isEqualTo(REQUESTS);
      assertThat(health(ONE).requests()).as("half of the callers each").isBetween(60L, 140L);
    }

    @Test
    void coversTheIntervalThatWasAskedFor() {
      ready(ONE);
      route(TrafficSplit.all(ONE));
      send(place(), 5);
      Instant since = Instant.now().minus(Duration.ofMinutes(10));

      VersionHealth counted =
          target()
              .health(new HealthQuery(since, List.of(Duration.ofMillis(100))))
              .getOrDefault(ONE, VersionHealth.ABSENT);

      assertThat(counted.interval().map(HealthInterval::from))
          .as("counts of an interval begin at the time asked for, or no earlier")
          .satisfiesAnyOf(
              from -> assertThat(from).isEmpty(),
              from -> assertThat(from.orElseThrow()).isAfterOrEqualTo(since));
    }

    @Test
    void keepsLatenciesOfWhatWasAnswered() {
      ready(ONE);
      route(TrafficSplit.all(ONE));
      if (!target().latency().counted()) {
        return;
      }

      send(place(), 10);

      assertThat(health(ONE).latency().total())
          .as("each answered request has a latency")
          .isEqualTo(10);
      assertThat(health(ONE).errors()).isZero();
    }

    @Test
    void sendsNothingToAVersionWithoutTraffic() {
      ready(ONE, TWO);
      route(TrafficSplit.all(ONE));

      send(place(), 20);

      assertThat(health(TWO).requests()).isZero();
    }

    @Test
    void onlyGrows() {
      ready(ONE, TWO);
      route(TrafficSplit.all(ONE));
      send(place(), 5);
      route(TrafficSplit.all(TWO));
      send(place(), 5);

      assertThat(health(ONE).requests())
          .as("a version keeps its counts when its traffic goes away")
          .isEqualTo(5);
    }
  }

  /** A version is retired only when it has no traffic any more. */
  @Nested
  class Retiring {

    @Test
    void refusesAVersionThatHasTraffic() {
      ready(ONE, TWO);
      route(TrafficSplit.of(TWO, percent(5), ONE));

      assertThat(refusal(() -> target().retire(TWO)))
          .as("retiring a version with traffic is a PermanentFailure")
          .isNotNull();
      assertThat(health(TWO).ready()).as("and changes nothing").isTrue();
      assertThat(settled()).contains(shares(TrafficSplit.of(TWO, percent(5), ONE)));
    }

    @Test
    void takesAVersionWithoutTrafficAway() {
      ready(ONE, TWO);
      route(TrafficSplit.of(TWO, percent(5), ONE));
      route(TrafficSplit.all(ONE));

      target().retire(TWO);

      Await.until(
          "the retired version to be gone",
          patience(),
          () -> target().health().keySet(),
          versions -> versions.equals(Set.of(ONE)));
      assertThat(refusal(() -> target().route(TrafficSplit.all(TWO))))
          .as("a retired version is not ready")
          .isNotNull();
    }

    @Test
    void isDoneOnceHoweverOftenItIsRequested() {
      ready(ONE, TWO);
      route(TrafficSplit.all(ONE));

      assertThatCode(
              () -> {
                target().retire(TWO);
                target().retire(TWO);
                target().retire("never-there");
              })
          .as("a version that does not exist is retired already")
          .doesNotThrowAnyException();
    }
  }

  /** What holds when the process that carries a rollout is gone. */
  @Nested
  class Unattended {

    @Test
    @Proves(Capability.ARMED_ROLLBACK)
    void rollsBackExactlyWhenADeclaredAlarmFires() {
      TrafficSplit canary = TrafficSplit.of(TWO, percent(5), ONE);
      ready(ONE, TWO);
      route(TrafficSplit.all(ONE));
      route(canary);

      assertThat(abandoned())
          .as("the end of the process moves no traffic: the target keeps what was set")
          .isEqualTo(shares(canary));
      if (declares(Capability.ARMED_ROLLBACK)) {
        alarm(place(), TWO);
        Await.until(
            "the target to go back by itself, to the split before: ARMED_ROLLBACK is declared",
            patience(),
            this::abandoned,
            shares -> shares.equals(shares(TrafficSplit.all(ONE))));
      }
    }

    /** Returns the traffic of the target after every process that could move it has ended. */
    private Map<String, Double> abandoned() {
      closeOpened();
      try (Deployer another = deployer(place())) {
        return settled(another).map(DeployerTck::shares).orElse(Map.of());
      } finally {
        opened = null;
      }
    }
  }

  /** Returns the shares that are not zero; a target may or may not list the others. */
  private static Map<String, Double> shares(TrafficSplit split) {
    Map<String, Double> all = new TreeMap<>();
    split
        .live()
        .forEach(
            (version, share) -> {
              if (share.value() > 0) {
                all.put(version, share.value());
              }
            });
    return all;
  }
}
