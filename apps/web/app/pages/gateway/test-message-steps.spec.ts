import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import {
  MessageState,
  TestMessageEventView,
  TestMessageNewsView,
  TestMessageView,
} from '@belltower/dto';
import { Subject } from 'rxjs';
import { TestMessageRun } from './test-message-run';
import { TestMessageSteps } from './test-message-steps';

@Component({
  selector: 'app-host',
  imports: [TestMessageSteps],
  template: '<app-test-message-steps [run]="run" />',
})
class Host {
  readonly run = new TestMessageRun();
}

const event = (values: Partial<TestMessageEventView>): TestMessageNewsView => ({
  event: Object.assign(new TestMessageEventView(), values),
  result: null,
});
const result = (values: Partial<TestMessageView>): TestMessageNewsView => ({
  event: null,
  result: Object.assign(new TestMessageView(), values),
});

describe('a test message that is followed', () => {
  async function followed() {
    const fixture = TestBed.createComponent(Host);
    const news = new Subject<TestMessageNewsView>();
    const over = fixture.componentInstance.run.follow(news);
    const tell = async (...all: TestMessageNewsView[]) => {
      all.forEach((one) => news.next(one));
      await fixture.whenStable();
    };
    await fixture.whenStable();
    const text = () => (fixture.nativeElement as HTMLElement).textContent!.replace(/\s+/g, ' ');
    return { fixture, news, over, tell, text };
  }

  it('tells of answer and receipts as they come, and in the end how it went', async () => {
    const { news, over, tell, text } = await followed();
    await tell(event({ event: 'handed-over', detail: '+12025550123' }));
    expect(text()).toContain('Handing over');
    await tell(event({ event: 'answered', state: MessageState.Sent, afterSeconds: 0.2 }));
    expect(text()).toContain('Waiting for receipts');
    expect(text()).toContain('0.2 s The provider’s answer: taken, on its way');
    const receipt = { event: 'receipt', state: MessageState.Delivered, code: 'DELIVRD' };
    await tell(event({ ...receipt, part: 1, afterSeconds: 3.4 }));
    expect(text()).toContain('3.4 s Receipt of part 1: delivered DELIVRD');
    await tell(result({ state: MessageState.Delivered, segments: 2, ids: ['a1', 'a2'] }));
    news.complete();
    await over;
    await tell();
    expect(text()).toContain('GSM 7-bit, 2 segments');
    expect(text()).toContain('The provider calls it a1, a2');
    expect(text()).not.toContain('No receipt');
  });

  it('says when nothing more has been heard, and why nothing was taken', async () => {
    const { tell, text } = await followed();
    await tell(result({ state: MessageState.Sent, ids: ['a1'] }), event({ event: 'handed-over' }));
    expect(text()).toContain('No receipt has said more within a minute');
    const { tell: tellOther, text: other } = await followed();
    await tellOther(
      event({
        ...{ event: 'answered', state: MessageState.Rejected, code: '21211' },
        detail: 'No such number',
      }),
      result({ state: MessageState.Rejected }),
    );
    expect(other()).toContain('The provider’s answer: rejected 21211: No such number');
    expect(other()).not.toContain('No receipt');
  });
});
