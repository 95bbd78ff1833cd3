package dev.retrain.cli;

import dev.retrain.api.document.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a check of the surroundings found.
 *
 * @param area what it is about
 * @param what was looked at
 * @param state how it is
 * @param seen what there is
 * @param mend what to do; empty where nothing is to be done
 */
record CheckFinding(Area area, String what, State state, String seen, String mend) {

  /** What checks are about, in the order they are made. */
  enum Area {
    VERSIONS,
    SETTINGS,
    CREDENTIALS,
    NETWORK,
    PERMISSIONS;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How a thing is. */
  enum State {
    OK,
    FAILED,
    /** It cannot be looked at. */
    UNKNOWN;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static CheckFinding ok(Area area, String what, String seen) {
    return new CheckFinding(area, what, State.OK, seen, "");
  }

  static CheckFinding failed(Area area, String what, String seen, String mend) {
    return new CheckFinding(area, what, State.FAILED, seen, mend);
  }

  static CheckFinding unknown(Area area, String what, String why, String mend) {
    return new CheckFinding(area, what, State.UNKNOWN, why, mend);
  }

  static boolean any(List<CheckFinding> findings, State state) {
    return findings.stream().anyMatch(finding -> finding.state() == state);
  }

  Node document() {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("area", Node.of(area.word()));
    document.put("what", Node.of(what));
    document.put("state", Node.of(state.word()));
    document.put("seen", Node.of(seen));
    if (!mend.isEmpty()) {
      document.put("mend", Node.of(mend));
    }
    return Node.of(document);
  }
}
