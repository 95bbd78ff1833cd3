package dev.retrain.report;

import dev.retrain.api.retraining.Decision;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Lists decisions with their reasons, grouped by month. */
final class DecisionTable {

  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private DecisionTable() {}

  static Element of(List<Decision> decisions) {
    Element body = Element.of("tbody");
    String month = "";
    for (FoldedDecisions folded : FoldedDecisions.of(decisions)) {
      Decision decision = folded.last();
      String here = MONTH.format(decision.at());
      if (!here.equals(month)) {
        month = here;
        body.add(
            Element.row(
                Element.styled("th", "month")
                    .with("colspan", "3")
                    .with("scope", "rowgroup")
                    .text(month)));
      }
      body.add(row(folded));
    }
    return Element.of("table")
        .add(Element.of("caption", "Times are UTC."))
        .add(Element.head("time", "decision", "action and reason"))
        .add(body);
  }

  private static Element row(FoldedDecisions folded) {
    Decision decision = folded.last();
    Element when = Element.styled("td", "when");
    if (folded.count() > 1) {
      when.add(time(folded.first())).text(" to ");
    }
    Element kind = Element.of("td").add(KindBadge.of(decision));
    if (folded.count() > 1) {
      kind.text(" × " + NumberFormats.count(folded.count()));
    }
    return Element.row(
        when.add(time(decision)),
        kind,
        Element.styled("td", "what")
            .text(sentence(decision.what()))
            .add(Element.styled("span", "why").text(sentence(decision.why()))));
  }

  private static Element time(Decision decision) {
    return Element.of("time", DAY.format(decision.at()))
        .with("datetime", machineReadable(decision.at()));
  }

  private static String machineReadable(Instant at) {
    return at.toString();
  }

  /** Adds a capital and a period. */
  private static String sentence(String phrase) {
    String text = phrase.strip();
    if (text.isEmpty()) {
      return text;
    }
    int first = text.codePointAt(0);
    // A name such as when[1] or flag-x keeps its case.
    String capitalised =
        text.indexOf(' ') > 0
                && text.substring(0, text.indexOf(' ')).chars().allMatch(Character::isLetter)
            ? Character.toString(Character.toUpperCase(first))
                + text.substring(Character.charCount(first))
            : text;
    return capitalised.endsWith(".") || capitalised.endsWith("!") || capitalised.endsWith("?")
        ? capitalised
        : capitalised + ".";
  }
}
