import Foundation
import NeosTerminal
import Testing

@Suite("The mailbox")
struct MailboxTests {
  private func isReadable(_ mailbox: Mailbox<Int>) -> Bool {
    var end = pollfd(fd: mailbox.descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&end, 1, 0) == 1
  }

  @Test("Its descriptor can be read from exactly while there are messages")
  func wakesUp() {
    let mailbox = Mailbox<Int>()
    #expect(!isReadable(mailbox))
    mailbox.post(1)
    mailbox.post(2)
    #expect(isReadable(mailbox))
    #expect(mailbox.takeAll() == [1, 2])
    #expect(!isReadable(mailbox))
    #expect(mailbox.takeAll() == [])
    mailbox.post(3)
    #expect(isReadable(mailbox))
  }

  @Test("Nothing is lost between threads, and a reader that only waits on the descriptor gets all of it")
  func threads() {
    let mailbox = Mailbox<Int>()
    for thread in 0..<4 {
      Thread.detachNewThread { for number in 0..<5000 { mailbox.post(thread * 5000 + number) } }
    }
    var all: [Int] = []
    while all.count < 20000 {
      var end = pollfd(fd: mailbox.descriptor, events: Int16(POLLIN), revents: 0)
      // Two seconds without a message would be one that woke nobody.
      guard poll(&end, 1, 2000) == 1 else { break }
      all += mailbox.takeAll()
    }
    #expect(all.sorted() == Array(0..<20000))
    for thread in 0..<4 {
      let own = all.filter { $0 / 5000 == thread }
      #expect(own == own.sorted())
    }
  }
}
