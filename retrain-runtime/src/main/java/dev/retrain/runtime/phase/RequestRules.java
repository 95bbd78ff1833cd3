package dev.retrain.runtime.phase;

import dev.retrain.runtime.phase.RetrainingRequest.Verb;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * Decides for each phase what becomes of a request: whether the phase answers it, it waits, it is
 * about the live version and answered beside the phase, or it does not apply and is refused.
 */
final class RequestRules implements Phase.Visitor<RequestRules.Ruling> {

  private static final Set<Verb> ABOUT_A_WAIT = EnumSet.of(Verb.APPROVE, Verb.REJECT);

  /** What becomes of a request. */
  enum Fate {
    /** The phase answers it. */
    OF_PHASE,
    /** A later phase answers it. */
    WAITS,
    /** It is about the live version, which goes back beside the phase. */
    LIVE_VERSION,
    /** It does not apply. */
    REFUSED
  }

  /**
   * A fate with its reason.
   *
   * @param why it is refused; empty for other fates
   */
  record Ruling(Fate fate, String why) {
    private static Ruling refused(String why) {
      return new Ruling(Fate.REFUSED, why);
    }
  }

  private static final Ruling OF_PHASE = new Ruling(Fate.OF_PHASE, "");
  private static final Ruling WAITS = new Ruling(Fate.WAITS, "");
  private static final Ruling LIVE_VERSION = new Ruling(Fate.LIVE_VERSION, "");

  private final RetrainingRequest request;
  private final PhaseInput seen;

  RequestRules(RetrainingRequest request, PhaseInput seen) {
    this.request = request;
    this.seen = seen;
  }

  /** Returns the fate of the request in a phase. */
  Ruling in(Phase phase) {
    return request.verb() == Verb.RETRAIN && seen.policy().training().isEmpty()
        ? Ruling.refused(seen.policy() + " was started by hand and trains nothing")
        : phase.accept(this);
  }

  @Override
  public Ruling idle(Idle phase) {
    return switch (request.verb()) {
      case RETRAIN, PROMOTE, ROLL_BACK -> OF_PHASE;
      case RESUME, PAUSE, APPROVE, REJECT -> nothing();
    };
  }

  @Override
  public Ruling submitting(Submitting phase) {
    return duringARun();
  }

  @Override
  public Ruling running(Running phase) {
    return duringARun();
  }

  @Override
  public Ruling judging(Judging phase) {
    return duringARun();
  }

  private Ruling duringARun() {
    return switch (request.verb()) {
      case RETRAIN -> WAITS;
      case ROLL_BACK -> LIVE_VERSION;
      case RESUME, PAUSE, PROMOTE, APPROVE, REJECT -> nothing();
    };
  }

  @Override
  public Ruling approving(Approving phase) {
    String version = phase.challenger().version();
    boolean own = request.isAbout(version, phase.since());
    if (ABOUT_A_WAIT.contains(request.verb())) {
      return own ? inTime(phase) : Ruling.refused("version " + version + " waits for approval now");
    }
    if (request.verb() == Verb.ROLL_BACK) {
      return request.version().filter(version::equals).isPresent() ? OF_PHASE : LIVE_VERSION;
    }
    return request.verb() == Verb.PROMOTE
        ? Ruling.refused(
            "version "
                + version
                + " waits for approval. Run: retrain approve "
                + seen.policy().name())
        : duringARun();
  }

  private Ruling inTime(Approving phase) {
    Instant end =
        seen.policy()
            .approval()
            .map(approval -> phase.since().plus(approval.timeout()))
            .orElse(Instant.MAX);
    return request.at().isAfter(end)
        ? Ruling.refused("it was made after the wait had ended at " + end)
        : OF_PHASE;
  }

  @Override
  public Ruling rollingOut(RollingOut phase) {
    String version = phase.challenger().version();
    boolean own = request.isAbout(version, phase.since());
    boolean promoting = phase.rollout().promoting();
    return switch (request.verb()) {
      case RETRAIN -> WAITS;
      case APPROVE, REJECT -> nothing();
      case RESUME ->
          phase.rollout().paused().isPresent() && !promoting
              ? OF_PHASE
              : Ruling.refused("nothing is halted or paused");
      case PAUSE, PROMOTE -> {
        if (promoting) {
          yield Ruling.refused("version " + version + " is being promoted already");
        }
        yield own ? OF_PHASE : Ruling.refused("version " + version + " is rolled out now");
      }
      case ROLL_BACK -> rollBack(phase, own, promoting);
    };
  }

  private Ruling rollBack(RollingOut phase, boolean own, boolean promoting) {
    if (own) {
      return promoting ? WAITS : OF_PHASE; // promoted, it is sent back as the live version
    }
    boolean live =
        request.version().isEmpty() || request.version().equals(phase.rollout().champion());
    return live && !promoting
        ? LIVE_VERSION
        : Ruling.refused("version " + phase.challenger().version() + " takes its place");
  }

  @Override
  public Ruling rollingBack(RollingBack phase) {
    if (request.verb() == Verb.RETRAIN) {
      return WAITS;
    }
    if (request.verb() != Verb.ROLL_BACK) {
      return nothing();
    }
    return request.version().map(phase.version()::equals).orElse(true)
        ? Ruling.refused("version " + phase.version() + " is on its way back already")
        : WAITS;
  }

  @Override
  public Ruling halted(Halted phase) {
    return switch (request.verb()) {
      case RESUME, ROLL_BACK -> OF_PHASE;
      case RETRAIN -> WAITS;
      case PAUSE, PROMOTE, APPROVE, REJECT ->
          Ruling.refused("the retraining is halted. Run: retrain resume " + seen.policy().name());
    };
  }

  private Ruling nothing() {
    return Ruling.refused(
        switch (request.verb()) {
          case RESUME -> "nothing is halted or paused";
          case APPROVE, REJECT -> "no version waits for approval";
          case PAUSE, PROMOTE, ROLL_BACK, RETRAIN -> "no version is rolled out";
        });
  }
}
