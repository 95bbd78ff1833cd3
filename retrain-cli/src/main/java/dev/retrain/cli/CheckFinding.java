package dev.retrain.cli;

import dev.retrain.api.document.Node;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The result of one check.
 *
 * @param area the kind of requirement
 * @param what the thing that was checked
 * @param state the result
 * @param seen the observation
 * @param fix what to do; empty if nothing
 */
record CheckFinding(Area area, String what, State state, String seen, String fix) {

  /** Kinds of requirements, in the order of the checks. */
  enum Area {
    VERSIONS,
    SETTINGS,
    POLICIES,
    CREDENTIALS,
    NETWORK,
    PERMISSIONS;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The result of a check. */
  enum State {
    OK,
    FAILED,
    /** It works, with a reservation. */
    WARNING,
    /** It cannot be checked. */
    UNKNOWN;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static CheckFinding ok(Area area, String what, String seen) {
    return new CheckFinding(area, what, State.OK, seen, "");
  }

  static CheckFinding failed(Area area, String what, String seen, String fix) {
    return new CheckFinding(area, what, State.FAILED, seen, fix);
  }

  static CheckFinding unknown(Area area, String what, String why, String fix) {
    return new CheckFinding(area, what, State.UNKNOWN, why, fix);
  }

  static CheckFinding warning(Area area, String what, String seen, String fix) {
    return new CheckFinding(area, what, State.WARNING, seen, fix);
  }

  static Node.Mapping document(List<CheckFinding> findings) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("ok", Node.of(!any(findings, State.FAILED) && !any(findings, State.UNKNOWN)));
    document.put("checks", Node.of(findings.stream().map(CheckFinding::document).toList()));
    return Node.of(document);
  }

  static void print(List<CheckFinding> findings, PrintWriter out) {
    TextTable table = new TextTable("AREA", "STATE", "WHAT", "SEEN");
    findings.forEach(
        one -> table.row(one.area().word(), one.state().word(), one.what(), one.seen()));
    table.print(out);
    findings.stream()
        .filter(one -> !one.fix().isEmpty())
        .forEach(one -> out.println(one.what() + ": " + one.fix()));
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
    if (!fix.isEmpty()) {
      document.put("mend", Node.of(fix));
    }
    return Node.of(document);
  }
}
