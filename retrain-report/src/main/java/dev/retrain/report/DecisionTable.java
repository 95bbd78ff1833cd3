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
    for (Decision decision : decisions) {
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
      body.add(row(decision));
    }
    return Element.of("table")
        .add(Element.of("caption", "Times are UTC."))
        .add(Element.head("time", "decision", "action and reason"))
        .add(body);
  }

  private static Element row(Decision decision) {
    return Element.row(
        Element.styled("td", "when")
            .add(
                Element.of("time", DAY.format(decision.at()))
                    .with("datetime", machineReadable(decision.at()))),
        Element.of("td").add(KindBadge.of(decision)),
        Element.styled("td", "what")
            .text(sentence(decision.what()))
            .add(Element.styled("span", "why").text(sentence(decision.why()))));
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
