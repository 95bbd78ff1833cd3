package dev.retrain.runtime.node;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The nodes at work on one store.
 *
 * @param epoch grows whenever a node comes or goes
 * @param members by name
 */
record NodeMembership(long epoch, SortedMap<String, Member> members) {

  /**
   * A node.
   *
   * @param life the epoch it came with; another one under the same name is another process
   * @param until when its lease ends unless renewed
   * @param seen the epoch it acts by: it has given up whatever that gives to others
   * @param retrainings a hash of the names it knows
   * @param process that it is
   */
  record Member(long life, Instant until, long seen, String retrainings, Incarnation process) {
    Member renewed(Instant longer, long epoch) {
      return new Member(life, longer, epoch, retrainings, process);
    }

    /** Whether it may still act. */
    boolean lives(Instant now, Incarnation here) {
      return now.isBefore(until) && !process.hasEndedBeside(here);
    }
  }

  static final NodeMembership EMPTY = new NodeMembership(0, new TreeMap<>());

  private static final Shape<NodeMembership> SHAPE = makeShape();

  NodeMembership {
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
  }

  static NodeMembership parse(String body) {
    return DocumentReader.of(SHAPE, Documents.parse(body, "nodes"), "nodes");
  }

  String toJson() {
    return Documents.canonicalJson(SHAPE.write(this));
  }

  /** Without the nodes but one whose lease, or whose process on this machine, has ended. */
  NodeMembership without(String self, Instant now, Incarnation here) {
    SortedMap<String, Member> left = new TreeMap<>(members);
    left.entrySet().removeIf(e -> !e.getKey().equals(self) && !e.getValue().lives(now, here));
    return left.size() == members.size() ? this : new NodeMembership(epoch + 1, left);
  }

  /** With a node that comes, under a name that may have been another life's. */
  NodeMembership joined(String name, Instant until, String retrainings, Incarnation process) {
    long next = epoch + 1;
    return new NodeMembership(next, members)
        .put(name, new Member(next, until, next, retrainings, process));
  }

  /** With a member renewed: it acts by this epoch from now on. */
  NodeMembership renewed(String name, Member member, Instant until) {
    return put(name, member.renewed(until, epoch));
  }

  /** With a node gone. */
  NodeMembership left(String name) {
    SortedMap<String, Member> rest = new TreeMap<>(members);
    rest.remove(name);
    return new NodeMembership(epoch + 1, rest);
  }

  /** Whether every node acts by this epoch, so that what one gained no other still holds. */
  boolean settled() {
    return members.values().stream().allMatch(member -> member.seen() == epoch);
  }

  private NodeMembership put(String name, Member member) {
    SortedMap<String, Member> more = new TreeMap<>(members);
    more.put(name, member);
    return new NodeMembership(epoch, more);
  }

  private static Shape<NodeMembership> makeShape() {
    Shape<Map<String, Member>> all = Shapes.map(memberShape());
    ObjectShape.Builder<NodeMembership> roster = ObjectShape.named("Roster");
    var epoch = roster.required("epoch", count(), NodeMembership::epoch, "of comings and goings");
    var members = roster.required("members", all, NodeMembership::members, "by name");
    return roster.build(f -> new NodeMembership(f.get(epoch), new TreeMap<>(f.get(members))));
  }

  private static Shape<Member> memberShape() {
    ObjectShape.Builder<Member> all = ObjectShape.named("Member");
    var life = all.required("life", count(), Member::life, "came with");
    var until = all.required("until", Shapes.instant(), Member::until, "lease");
    var seen = all.required("seen", count(), Member::seen, "acts by");
    var names = all.required("retrainings", Shapes.text(), Member::retrainings, "hash of names");
    var process =
        all.optional(
            "process", Incarnation.shape(), Incarnation.UNKNOWN, Member::process, "that it is");
    return all.build(
        f -> new Member(f.get(life), f.get(until), f.get(seen), f.get(names), f.get(process)));
  }

  private static Shape<Long> count() {
    return Shapes.integer(0, Long.MAX_VALUE);
  }
}
