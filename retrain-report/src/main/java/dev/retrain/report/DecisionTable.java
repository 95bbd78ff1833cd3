package dev.retrain.report;

import dev.retrain.api.retraining.Decision;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Every decision in one sentence with its reason, month by month. */
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
        .add(Element.head("when", "decision", "what follows, and why"))
        .add(body);
  }

  private static Element row(Decision decision) {
    return Element.row(
        Element.styled("td", "when")
            .add(
                Element.of("time", DAY.format(decision.at()))
                    .with("datetime", machine(decision.at()))),
        Element.of("td").add(KindBadge.of(decision)),
        Element.styled("td", "what")
            .text(sentence(decision.what()))
            .add(Element.styled("span", "why").text(sentence(decision.why()))));
  }

  private static String machine(Instant at) {
    return at.toString();
  }

  /** With a capital and a full stop. */
  private static String sentence(String words) {
    String text = words.strip();
    if (text.isEmpty()) {
      return text;
    }
    int first = text.codePointAt(0);
    // A name such as when[1] or flag-x stays as it is written.
    String begun =
        text.indexOf(' ') > 0
                && text.substring(0, text.indexOf(' ')).chars().allMatch(Character::isLetter)
            ? Character.toString(Character.toUpperCase(first))
                + text.substring(Character.charCount(first))
            : text;
    return begun.endsWith(".") || begun.endsWith("!") || begun.endsWith("?") ? begun : begun + ".";
  }
}
