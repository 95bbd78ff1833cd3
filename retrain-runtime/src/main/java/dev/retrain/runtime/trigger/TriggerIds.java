package dev.retrain.runtime.trigger;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.PartTypes;
import dev.retrain.api.retraining.Trigger;
import dev.retrain.api.retraining.TriggerRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Identifies triggers by what they are and never by their place, so that an edit of a policy moves
 * no memory from one trigger to another. A trigger with a name is {@code nightly@cron}, and keeps
 * its memory while its kind stays; one without is its kind and a hash of its document form, such as
 * {@code cron-5f2b9a01}. Of equal triggers the second is {@code cron-5f2b9a01.2}.
 */
public final class TriggerIds {

  private static final int HASH = 8;

  /** Computing one looks up the part types of the class path. */
  private static final Map<Trigger, String> KNOWN =
      Collections.synchronizedMap(new WeakHashMap<>());

  private TriggerIds() {}

  /** Returns the id of each trigger, in the order of the definition. */
  public static List<String> of(List<TriggerRule> rules) {
    Map<String, Integer> times = new HashMap<>();
    List<String> ids = new ArrayList<>();
    for (TriggerRule rule : rules) {
      String id =
          rule.name()
              .map(name -> name + "@" + kind(rule.trigger()))
              .orElseGet(() -> ofContent(rule.trigger()));
      ids.add(distinct(id, times));
    }
    return ids;
  }

  /** Returns the id of each trigger by its content, in order. */
  static List<String> ofContent(List<Trigger> triggers) {
    Map<String, Integer> times = new HashMap<>();
    return triggers.stream().map(trigger -> distinct(ofContent(trigger), times)).toList();
  }

  private static String distinct(String id, Map<String, Integer> times) {
    int time = times.merge(id, 1, Integer::sum);
    return time == 1 ? id : id + "." + time;
  }

  private static String kind(Trigger trigger) {
    String id = ofContent(trigger);
    return id.substring(0, id.length() - HASH - 1);
  }

  private static String ofContent(Trigger trigger) {
    String known = KNOWN.get(trigger);
    if (known != null) {
      return known;
    }
    String computed = compute(trigger);
    KNOWN.put(trigger, computed);
    return computed;
  }

  private static String compute(Trigger trigger) {
    try {
      Node document = PartTypes.shape(Trigger.class).write(trigger);
      String kind =
          document instanceof Node.Mapping mapping
                  && mapping.get("type").orElse(null) instanceof Node.Text type
              ? type.value()
              : "trigger";
      return kind + "-" + Documents.sha256(document).substring(0, HASH);
    } catch (IllegalArgumentException e) { // a part of the application that no document can hold
      String content = trigger.getClass().getName() + "\n" + trigger.describe();
      return "trigger-" + Documents.sha256(content).substring(0, HASH);
    }
  }
}
