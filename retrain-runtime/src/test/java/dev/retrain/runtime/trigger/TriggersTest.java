package dev.retrain.runtime.trigger;

import static dev.retrain.api.metric.Margin.absolute;
import static dev.retrain.runtime.trigger.Triggers.all;
import static dev.retrain.runtime.trigger.Triggers.any;
import static dev.retrain.runtime.trigger.Triggers.atLeast;
import static dev.retrain.runtime.trigger.Triggers.conservative;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static dev.retrain.runtime.trigger.Triggers.drift;
import static dev.retrain.runtime.trigger.Triggers.drop;
import static dev.retrain.runtime.trigger.Triggers.dropBySigmas;
import static dev.retrain.runtime.trigger.Triggers.ewma;
import static dev.retrain.runtime.trigger.Triggers.flag;
import static dev.retrain.runtime.trigger.Triggers.guide;
import static dev.retrain.runtime.trigger.Triggers.metric;
import static dev.retrain.runtime.trigger.Triggers.modeSwitch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.error.Problem;
import dev.retrain.api.retraining.PartTypes;
import dev.retrain.api.retraining.Signal;
import dev.retrain.api.retraining.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriggersTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void cronFiresOnceForEachTime() {
    Looker looker = new Looker(cron("0 3 * * *"));

    assertThat(looker.look()).isInstanceOf(Signal.Quiet.class);
    Signal fired = looker.look(Duration.ofHours(3));
    assertThat(fired).isInstanceOf(Signal.Fire.class);
    assertThat(((Signal.Fire) fired).firingId()).isEqualTo("2001-01-01T03:00:00Z");
    assertThat(looker.look(Duration.ofMinutes(1)).why()).isEqualTo("next at 2001-01-02T03:00:00Z");
  }

  @Test
  void timesMissedAreOneFiringOrNone() {
    Looker late = new Looker(cron("0 3 * * *"));
    Looker skipping = new Looker(cron("0 3 * * *").skippingMissed());
    late.look();
    skipping.look();

    assertThat(((Signal.Fire) late.look(Duration.ofHours(80))).firingId())
        .isEqualTo("2001-01-04T03:00:00Z");
    assertThat(skipping.look(Duration.ofHours(80))).isInstanceOf(Signal.Quiet.class);
    assertThat(skipping.look(Duration.ofHours(19))).isInstanceOf(Signal.Fire.class);
  }

  @Test
  void cronKeepsTheClockOfItsZone() {
    CronTrigger paris = cron("30 2 * * *", ZoneId.of("Europe/Paris"));

    assertThat(paris.next(Instant.parse("2001-07-01T00:00:00Z")))
        .contains(Instant.parse("2001-07-01T00:30:00Z"));
    assertThat(paris.next(Instant.parse("2001-01-01T00:00:00Z")))
        .contains(Instant.parse("2001-01-01T01:30:00Z"));
    // 2001-03-25 02:30 does not exist in Paris, 2001-10-28 02:30 comes twice
    assertThat(paris.next(Instant.parse("2001-03-25T00:00:00Z")))
        .contains(Instant.parse("2001-03-25T01:30:00Z"));
    assertThat(paris.latest(Instant.parse("2001-03-25T12:00:00Z")))
        .contains(Instant.parse("2001-03-25T01:30:00Z"));
    assertThat(paris.next(Instant.parse("2001-10-28T00:00:00Z")))
        .contains(Instant.parse("2001-10-28T00:30:00Z"));
    assertThat(paris.next(Instant.parse("2001-10-28T00:30:00Z")))
        .contains(Instant.parse("2001-10-29T01:30:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0 3 * *", "61 3 * * *", "every day", "0 3 31 2 *"})
  void aCronThatCannotBeIsAProblem(String expression) {
    assertThat(cron(expression).problems()).hasSize(1).allMatch(Problem::isError);
  }

  @Test
  void aMetricFiresAfterThreeMeasuredHours() {
    Looker looker = new Looker(metric("auc").below(0.6).forConsecutive(Duration.ofHours(3)));
    looker.measure(HOUR, "auc", 0.65);

    assertThat(looker.measure(HOUR, "auc", 0.59)).isInstanceOf(Signal.Quiet.class);
    assertThat(looker.measure(HOUR, "auc", 0.58)).isInstanceOf(Signal.Quiet.class);
    Signal third = looker.measure(HOUR, "auc", 0.57);
    assertThat(third).isInstanceOf(Signal.Fire.class);
    assertThat(third.why()).isEqualTo("auc 0.57 is below 0.6 since 2001-01-01T02:00:00Z");
  }

  @Test
  void oneGoodHourStartsAnew() {
    Looker looker = new Looker(metric("auc").below(0.6).forConsecutive(Duration.ofHours(3)));
    looker.measure(HOUR, "auc", 0.65);
    looker.measure(HOUR, "auc", 0.5);
    looker.measure(HOUR, "auc", 0.5);
    looker.measure(HOUR, "auc", 0.61);
    looker.measure(HOUR, "auc", 0.5);

    assertThat(looker.measure(HOUR, "auc", 0.5)).isInstanceOf(Signal.Quiet.class);
  }

  @Test
  void aGapIsNeitherAPassNorAFailure() {
    Looker looker = new Looker(metric("auc").below(0.6).forConsecutive(Duration.ofHours(3)));
    looker.measure(HOUR, "auc", 0.65);
    looker.measure(HOUR, "auc", 0.5);
    looker.measure(HOUR, "auc", 0.5);

    Signal afterGap = looker.measure(Duration.ofHours(6), "auc", 0.5);
    assertThat(afterGap).isInstanceOf(Signal.Undecided.class);
    assertThat(afterGap.why()).contains("measured for only 2h of the last 3h");
    assertThat(looker.measure(HOUR, "auc", 0.5)).isInstanceOf(Signal.Fire.class);
  }

  @Test
  void onlyWhatWasMeasuredSinceTheChampionIsLiveCounts() {
    Looker looker = new Looker(metric("error_rate").above(0.1));
    looker.measure(HOUR, "error_rate", 0.3);
    looker.since = java.util.Optional.of(looker.now);

    assertThat(looker.look(HOUR)).isInstanceOf(Signal.Undecided.class);
    assertThat(looker.measure(HOUR, "error_rate", 0.3)).isInstanceOf(Signal.Fire.class);
  }

  @Test
  void aLimitThatCanNeverBeCrossedIsAProblem() {
    assertThat(metric("auc").below(0).problems())
        .extracting(Problem::code)
        .containsExactly("never-fires");
    assertThat(metric("auc").below(60).problems())
        .extracting(Problem::code)
        .containsExactly("always-fires");
    assertThat(metric("my_loss").below(60).problems()).isEmpty();
    assertThatThrownBy(() -> metric("auc").below(Double.NaN)).hasMessageContaining("finite");
  }

  @Test
  void aFlagFiresWhenItIsSwitchedOnAndNotWhenItWasOn() {
    Looker looker = new Looker(flag("force"));
    assertThat(looker.look()).isInstanceOf(Signal.Undecided.class);
    looker.flags.set("force", true);
    assertThat(looker.look()).isInstanceOf(Signal.Quiet.class);

    looker.flags.set("force", false);
    assertThat(looker.look().why()).isEqualTo("the flag force is off");
    looker.flags.set("force", true);

    assertThat(looker.look()).isInstanceOf(Signal.Fire.class);
    assertThat(flag(" ").problems()).hasSize(1);
  }

  @Test
  void aDropIsMeasuredAgainstTheWeekBefore() {
    Looker looker = new Looker(drop("auc", absolute(0.02)));
    for (int i = 0; i < 20; i++) {
      assertThat(looker.measure(HOUR, "auc", 0.7 + 0.001 * (i % 3)))
          .isNotInstanceOf(Signal.Fire.class);
    }
    assertThat(looker.measure(HOUR, "auc", 0.69)).isInstanceOf(Signal.Quiet.class);
    assertThat(looker.measure(HOUR, "auc", 0.67)).isInstanceOf(Signal.Fire.class);
  }

  @Test
  void aSlowDecayIsSeenAgainstTheChampionsFirstWeek() {
    Looker rolling = new Looker(drop("auc", absolute(0.02)));
    Looker champion = new Looker(drop("auc", absolute(0.02)).againstChampion());
    champion.since = Optional.of(champion.now);
    rolling.since = champion.since;
    for (int i = 0; i < 120; i++) { // two measurements a day, 0.001 worse every day
      double auc = 0.80 - 0.0005 * i;
      assertThat(rolling.measure(Duration.ofHours(12), "auc", auc))
          .isNotInstanceOf(Signal.Fire.class);
      champion.measure(Duration.ofHours(12), "auc", auc);
    }

    assertThat(champion.look()).isInstanceOf(Signal.Fire.class);
  }

  @Test
  void theFirstWeekOfAChampionIsItsBaselineAndDecidesNothing() {
    Looker looker = new Looker(drop("auc", absolute(0.02)).againstChampion());
    assertThat(looker.measure(HOUR, "auc", 0.8).why()).contains("no version is live");
    looker.since = Optional.of(looker.now);
    for (int i = 0; i < 20; i++) {
      assertThat(looker.measure(HOUR, "auc", 0.5)).isInstanceOf(Signal.Undecided.class);
    }
  }

  @Test
  void deviationsAreCountedInTheMetricsDirection() {
    Looker looker = new Looker(dropBySigmas("log_loss", 2.0));
    for (int i = 0; i < 20; i++) {
      looker.measure(HOUR, "log_loss", 0.5 + 0.01 * (i % 2));
    }
    assertThat(looker.measure(HOUR, "log_loss", 0.4)).isInstanceOf(Signal.Quiet.class);
    assertThat(looker.measure(HOUR, "log_loss", 0.6)).isInstanceOf(Signal.Fire.class);
  }

  @Test
  void combinationsCountAndWaitForTheUndecided() {
    Trigger low = metric("auc").below(0.6);
    Trigger wrong = metric("error_rate").above(0.1);
    Looker both = new Looker(all(low, wrong));
    assertThat(both.measure(HOUR, "auc", 0.5)).isInstanceOf(Signal.Undecided.class);
    both.metrics.put("error_rate", both.now, 0.05);
    assertThat(both.look()).isInstanceOf(Signal.Quiet.class);
    both.metrics.put("error_rate", both.now, 0.5);
    Signal.Fire fire = (Signal.Fire) both.look();
    assertThat(fire.firingId()).isEqualTo("2001-01-01T01:00:00Z+2001-01-01T01:00:00Z");

    Looker either = new Looker(any(low, wrong));
    assertThat(either.measure(HOUR, "auc", 0.5)).isInstanceOf(Signal.Fire.class);
    Looker held = new Looker(any(low).notWhile(flag("frozen")));
    held.flags.set("frozen", false);
    assertThat(held.measure(HOUR, "auc", 0.5)).isInstanceOf(Signal.Fire.class);
    held.flags.set("frozen", true);
    assertThat(held.look()).isInstanceOf(Signal.Quiet.class);
    assertThat(held.look().why()).startsWith("held back");
    assertThatThrownBy(() -> atLeast(3, low, wrong)).hasMessageContaining("can never fire");
    assertThat(all(low, cron("x")).problems()).hasSize(1);
    assertThat(any(low).notWhile(wrong).describe())
        .isEqualTo("(auc below 0.6) unless error_rate above 0.1");
  }

  @Test
  void everyTriggerSurvivesItsDocument() {
    for (Trigger trigger :
        new Trigger[] {
          cron("0 3 * * *", ZoneId.of("Europe/Paris")).skippingMissed(),
          metric("auc").below(0.6).forConsecutive(Duration.ofHours(3)),
          metric("error_rate").above(0.1),
          flag("force_retrain"),
          drift().smoothed(ewma(0.3)).hysteresis(2, 2).minimumRows(500),
          guide(),
          conservative("auc"),
          metric("auc").below(0.6).smoothed(Duration.ofHours(6)).resetAt(0.65),
          drift().levels(1.5, 0.8),
          modeSwitch(0.2, 0.1).by(ModeSwitch.Measure.JS_DISTANCE),
          modeSwitch(0.2, 0.1).online(cron("0 * * * *")),
          modeSwitch(0.2, 0.1).batch(cron("0 3 * * *")),
          dropBySigmas("auc", 2.0),
          drop("auc", absolute(0.02)).againstChampion(),
          atLeast(2, cron("0 3 * * *"), flag("f"), drift()).notWhile(flag("frozen"))
        }) {
      var shape = PartTypes.shape(Trigger.class);
      String json = Documents.canonicalJson(shape.write(trigger));
      assertThat(DocumentReader.of(shape, Documents.parse(json, "t"), "t")).isEqualTo(trigger);
      assertThat(trigger.describe()).isNotBlank();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"metric\",\"metric\":\"auc\"}",
        "{\"type\":\"metric\",\"metric\":\"auc\",\"below\":0.5,\"above\":0.6}",
        "{\"type\":\"cron\",\"at\":\"0 3 * * *\",\"zone\":\"Mars\"}",
        "{\"type\":\"drift\",\"hysteresis\":{\"arm\":0,\"disarm\":1}}",
        "{\"type\":\"drift\",\"smoothing\":0}",
        "{\"type\":\"combination\",\"atLeast\":2,\"of\":[]}",
        "{\"type\":\"metric\",\"metric\":\"auc\",\"below\":0.5,\"halfLife\":\"0s\"}",
        "{\"type\":\"drift\",\"levels\":{\"arm\":1,\"disarm\":2}}",
        "{\"type\":\"mode-switch\",\"online\":0.1,\"batch\":0.2}",
        "{\"type\":\"conservative\",\"metric\":\"unheard\"}",
        "{\"type\":\"baseline\",\"metric\":\"auc\"}",
        "{\"type\":\"baseline\",\"metric\":\"unheard\",\"sigmas\":2}",
        "{\"type\":\"baseline\",\"metric\":\"auc\",\"sigmas\":0}",
        "{\"type\":\"baseline\",\"metric\":\"auc\",\"sigmas\":1,\"over\":\"0s\"}"
      })
  void aDocumentThatSaysTooLittleOrTooMuchIsRefused(String json) {
    assertThatThrownBy(
            () ->
                DocumentReader.of(PartTypes.shape(Trigger.class), Documents.parse(json, "t"), "t"))
        .isInstanceOf(dev.retrain.api.error.InvalidDefinitionException.class);
  }

  @Test
  void aHalfLifeGivesItsWeight() {
    assertThat(ewma(Duration.ofHours(1), Duration.ofHours(1)).weight()).isEqualTo(0.5);
    assertThatThrownBy(() -> ewma(0)).hasMessageContaining("weight");
  }

  @Test
  void aTimeThatComesTwiceInAutumnFiresOnceHoweverTheLooksFall() {
    // 02:30 in Berlin comes at 00:30 and at 01:30 UTC; a look between them comes first.
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Instant between = Instant.parse("2001-10-28T01:15:00Z");

    assertThat(cron("30 2 * * *", berlin).latest(between))
        .contains(Instant.parse("2001-10-28T00:30:00Z"));
    assertThat(cron("30 2 * * *", berlin).next(between))
        .contains(Instant.parse("2001-10-29T01:30:00Z"));
  }

  @Test
  void aTimeIsNotMissedWhereTheProcessLooksTwiceAnHour() {
    Looker looker = new Looker(cron("0 3 * * *").skippingMissed());
    looker.look();
    looker.look(Duration.ofMinutes(2 * 60 + 45));

    assertThat(looker.look(Duration.ofMinutes(30))).isInstanceOf(Signal.Fire.class);
  }

  @Test
  void thePolicyStatesHowLateATimeMayBeSeen() {
    Looker looker = new Looker(cron("0 3 * * *").skippingMissed(Duration.ofHours(6)));
    looker.look();

    assertThat(looker.look(Duration.ofHours(9))).isInstanceOf(Signal.Fire.class);
    assertThat(looker.look(Duration.ofHours(25)).why()).contains("within the tolerance of 6h");
  }

  @Test
  void aBaselineDoesNotFireOnAMeasurementOfDaysAgo() {
    Looker looker = new Looker(drop("auc", absolute(0.02)));
    for (int i = 0; i < 20; i++) {
      looker.measure(Duration.ofHours(2), "auc", i < 19 ? 0.7 : 0.5);
    }

    assertThat(looker.look()).isInstanceOf(Signal.Fire.class);
    assertThat(looker.look(Duration.ofDays(5)).why())
        .contains("auc was last measured 120 h ago: 0.5");
    assertThat(looker.look()).isInstanceOf(Signal.Undecided.class);
  }
}
