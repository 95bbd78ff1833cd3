package dev.retrain.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.metric.Percent;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.HealthInterval;
import dev.retrain.spi.deploy.LatencyHistogram;
import dev.retrain.spi.deploy.Traffic;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import dev.retrain.testkit.tck.Broken.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A deployer that breaks one rule fails the cases that name it. */
class BrokenDeployersTest {

  private static UnaryOperator<Deployer> rule = deployer -> deployer;

  /** The deployer without a target with one rule broken; run by this test, not by itself. */
  static class BrokenDeployer extends ArmedDeployerTckTest {
    @Override
    protected Deployer deployer(Path place) {
      return rule.apply(super.deployer(place));
    }

    @Override
    protected Duration patience() {
      return Duration.ofMillis(50);
    }
  }

  private static Rule<Deployer> rule(
      String broken, String method, Broken.Instead instead, String mend, String... cases) {
    return Broken.rule(Deployer.class, broken, method, instead, mend, cases);
  }

  private static Rule<Deployer> health(
      String broken, UnaryOperator<VersionHealth> change, String mend, String... cases) {
    return rule(
        broken,
        "health",
        (real, arguments) -> {
          Map<String, VersionHealth> all = new TreeMap<>();
          ((Map<?, ?>) real.withArguments(arguments))
              .forEach(
                  (version, one) -> all.put((String) version, change.apply((VersionHealth) one)));
          return all;
        },
        mend,
        cases);
  }

  static Stream<Rule<Deployer>> rules() {
    return Stream.concat(routing(), others());
  }

  private static Stream<Rule<Deployer>> routing() {
    return Stream.of(
        rule(
            "shares are rounded to tens",
            "traffic",
            (real, arguments) ->
                ((Optional<?>) real.withArguments(arguments))
                    .map(Traffic.Settled.class::cast)
                    .map(settled -> new Traffic.Settled(rounded(settled.split()))),
            "",
            "Routing.isReadBack",
            "Routing.mayBeRepeatedAfterALostAnswer",
            "Retiring.refusesAVersionThatHasTraffic",
            "Retiring.takesAVersionWithoutTrafficAway",
            "Unattended.rollsBackExactlyWhenADeclaredAlarmFires"),
        new Rule<>(
            "traffic is remembered, not read",
            BrokenDeployersTest::remembering,
            Set.of(
                "Routing.isReadBackByAnother",
                "Unattended.rollsBackExactlyWhenADeclaredAlarmFires"),
            "the target"),
        new Rule<>(
            "a split that holds is refused",
            BrokenDeployersTest::refusingRepeats,
            Set.of("Routing.mayBeRepeatedAfterALostAnswer"),
            "route is idempotent"),
        rule(
            "a version that is not ready gets traffic",
            "route",
            (real, arguments) -> {
              TrafficSplit split = (TrafficSplit) arguments[0];
              boolean unready = split.live().containsKey("never-prepared");
              return unready ? null : real.withArguments(arguments);
            },
            "a version that is not ready",
            "Routing.refusesAVersionThatIsNotReadyAndChangesNothing"),
        new Rule<>(
            "a refused route has moved the traffic",
            BrokenDeployersTest::movingThenRefusing,
            Set.of("Routing.refusesAVersionThatIsNotReadyAndChangesNothing"),
            "changes nothing"),
        new Rule<>(
            "shares are set one after the other",
            BrokenDeployersTest::mixing,
            Set.of("Routing.endsInOneOfTwoSplitsThatRace"),
            "never a mixture"),
        rule(
            "copies are not made",
            "route",
            (real, arguments) ->
                real.withArguments(
                    new TrafficSplit(((TrafficSplit) arguments[0]).live(), Map.of())),
            "",
            "Routing.copiesRequestsToAMirroredVersionOrRefuses"));
  }

  private static Stream<Rule<Deployer>> others() {
    return Stream.of(
        new Rule<>(
            "a version that is prepared gets traffic at once",
            BrokenDeployersTest::routingAtOnce,
            Set.of(
                "Preparing.makesAVersionReadyWithoutTraffic",
                "Preparing.leavesTheTrafficOfOthersAlone"),
            ""),
        new Rule<>(
            "preparing again begins again",
            BrokenDeployersTest::beginningAgain,
            Set.of("Preparing.isDoneOnceHoweverOftenItIsRequested"),
            "nor reset its counts"),
        new Rule<>(
            "counts go with the traffic",
            BrokenDeployersTest::forgettingCounts,
            Set.of("Counting.onlyGrows"),
            "keeps its counts"),
        health(
            "every request is counted twice",
            one ->
                new VersionHealth(
                    one.ready(), 2 * one.requests(), one.errors(), one.latency(), one.outcomes()),
            "",
            "Preparing.isDoneOnceHoweverOftenItIsRequested",
            "Routing.copiesRequestsToAMirroredVersionOrRefuses",
            "Counting.givesEveryRequestToOneVersion",
            "Counting.onlyGrows"),
        health(
            "errors are not told from answers",
            one ->
                new VersionHealth(
                    one.ready(), one.requests(), one.requests(), one.latency(), one.outcomes()),
            "",
            "Counting.keepsLatenciesOfWhatWasAnswered"),
        health(
            "latencies are not kept",
            one ->
                new VersionHealth(
                    one.ready(),
                    one.requests(),
                    one.errors(),
                    LatencyHistogram.empty(),
                    one.outcomes()),
            "has a latency",
            "Counting.keepsLatenciesOfWhatWasAnswered"),
        health(
            "counts begin before the time asked for",
            one -> one.over(new HealthInterval(Instant.EPOCH, Instant.now())),
            "no earlier",
            "Counting.coversTheIntervalThatWasAskedFor"),
        rule(
            "a version with traffic is taken away",
            "retire",
            (real, arguments) -> {
              try {
                return real.withArguments(arguments);
              } catch (PermanentFailure e) {
                return null;
              }
            },
            "retiring a version with traffic",
            "Retiring.refusesAVersionThatHasTraffic"),
        rule(
            "a retired version stays",
            "retire",
            (real, arguments) -> {
              real.withArguments("somebody-else");
              return null;
            },
            "",
            "Retiring.refusesAVersionThatHasTraffic",
            "Retiring.takesAVersionWithoutTrafficAway"),
        rule(
            "retiring what is not there is an error",
            "retire",
            (real, arguments) -> {
              if (arguments[0].equals("never-there")) {
                throw new PermanentFailure("404");
              }
              return real.withArguments(arguments);
            },
            "retired already",
            "Retiring.isDoneOnceHoweverOftenItIsRequested"),
        new Rule<>(
            "an alarm of the target moves nothing",
            BrokenDeployersTest::deafToAlarms,
            Set.of("Unattended.rollsBackExactlyWhenADeclaredAlarmFires"),
            "to go back by itself"),
        new Rule<>(
            "who leaves sets the traffic back",
            BrokenDeployersTest::leavingNoTrace,
            Set.of("Unattended.rollsBackExactlyWhenADeclaredAlarmFires"),
            "moves no traffic"));
  }

  /** Returns a deployer that ignores alarms once the traffic was split and it was closed. */
  private static Deployer deafToAlarms(Deployer real) {
    return Broken.method(
        Deployer.class,
        real,
        "route",
        (call, arguments) -> {
          boolean back = arguments[0].equals(TrafficSplit.all("1"));
          boolean canary =
              real.split().equals(Optional.of(TrafficSplit.of("2", Percent.percent(5), "1")));
          return back && canary && calledByTheTarget() ? null : call.withArguments(arguments);
        });
  }

  private static boolean calledByTheTarget() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals("alarm")));
  }

  private static Deployer leavingNoTrace(Deployer real) {
    return Broken.method(
        Deployer.class,
        real,
        "close",
        (call, arguments) -> {
          real.split()
              .filter(split -> split.live().size() > 1)
              .ifPresent(split -> real.route(TrafficSplit.all("1")));
          return call.withArguments(arguments);
        });
  }

  private static TrafficSplit rounded(TrafficSplit split) {
    Map<String, Percent> all = new TreeMap<>();
    split
        .live()
        .forEach(
            (version, share) ->
                all.put(version, Percent.percent(10 * Math.round(share.value() / 10 - 0.01))));
    return new TrafficSplit(all, split.mirrored());
  }

  private static Deployer remembering(Deployer real) {
    Map<String, TrafficSplit> last = new HashMap<>();
    Deployer telling =
        Broken.method(
            Deployer.class,
            real,
            "route",
            (call, arguments) -> {
              Object done = call.withArguments(arguments);
              last.put("traffic", (TrafficSplit) arguments[0]);
              return done;
            });
    return Broken.method(
        Deployer.class,
        telling,
        "traffic",
        (call, arguments) -> Optional.ofNullable(last.get("traffic")).map(Traffic.Settled::new));
  }

  private static Deployer refusingRepeats(Deployer real) {
    return Broken.method(
        Deployer.class,
        real,
        "route",
        (call, arguments) -> {
          if (real.split().equals(Optional.of(arguments[0]))) {
            throw new PermanentFailure("409");
          }
          return call.withArguments(arguments);
        });
  }

  private static Deployer movingThenRefusing(Deployer real) {
    return Broken.method(
        Deployer.class,
        real,
        "route",
        (call, arguments) -> {
          if (((TrafficSplit) arguments[0]).live().containsKey("never-prepared")) {
            real.prepare(DeployerTck.served("2"));
            real.route(TrafficSplit.of("2", Percent.percent(5), "1"));
          }
          return call.withArguments(arguments);
        });
  }

  /** Returns a deployer that mixes a later split with the one before when they race. */
  private static Deployer mixing(Deployer real) {
    return Broken.method(
        Deployer.class,
        real,
        "route",
        (call, arguments) ->
            Thread.currentThread().getName().startsWith("tck-at-once")
                ? call.withArguments(TrafficSplit.of("2", Percent.percent(27.5), "1"))
                : call.withArguments(arguments));
  }

  private static Deployer beginningAgain(Deployer real) {
    Map<String, Long> before = new HashMap<>();
    Deployer counting =
        Broken.method(
            Deployer.class,
            real,
            "prepare",
            (call, arguments) -> {
              String version = ((ApprovedModel) arguments[0]).version().version();
              before.put(
                  version, real.health().getOrDefault(version, VersionHealth.ABSENT).requests());
              return call.withArguments(arguments);
            });
    return without(counting, before);
  }

  private static Deployer forgettingCounts(Deployer real) {
    Map<String, Long> before = new HashMap<>();
    Deployer counting =
        Broken.method(
            Deployer.class,
            real,
            "route",
            (call, arguments) -> {
              real.health()
                  .forEach(
                      (version, one) -> {
                        if (!((TrafficSplit) arguments[0]).live().containsKey(version)) {
                          before.put(version, one.requests());
                        }
                      });
              return call.withArguments(arguments);
            });
    return without(counting, before);
  }

  /** Returns the counts without those that are forgotten. */
  private static Deployer without(Deployer real, Map<String, Long> before) {
    return Broken.method(
        Deployer.class,
        real,
        "health",
        (call, arguments) -> {
          Map<String, VersionHealth> all = new TreeMap<>();
          ((Map<?, ?>) call.withArguments(arguments))
              .forEach(
                  (version, health) -> {
                    VersionHealth one = (VersionHealth) health;
                    all.put(
                        (String) version,
                        new VersionHealth(
                            one.ready(),
                            one.requests() - before.getOrDefault(version, 0L),
                            one.errors(),
                            one.latency(),
                            one.outcomes()));
                  });
          return all;
        });
  }

  private static Deployer routingAtOnce(Deployer real) {
    return Broken.method(
        Deployer.class,
        real,
        "prepare",
        (call, arguments) -> {
          Object done = call.withArguments(arguments);
          real.route(TrafficSplit.all(((ApprovedModel) arguments[0]).version().version()));
          return done;
        });
  }

  @AfterEach
  void mend() {
    rule = deployer -> deployer;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void failsExactlyTheCasesThatNameTheFault(Rule<Deployer> broken) {
    rule = broken.by();

    Broken.assertNamed(broken, Broken.failures(BrokenDeployer.class));
  }

  @Test
  void passesWhenNothingIsBroken() {
    assertThat(Broken.failures(BrokenDeployer.class)).isEmpty();
  }
}
